"""Offline: a file that proves one event without a network (C2SP tlog-proof).

It holds the event's line as extra data, the hashes beside its way to the root, and the checkpoint
with all its signatures.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ecosys.errors import Damaged, Unavailable
from ecosys.log.line import Line
from ecosys.log.line import parse as parse_line
from ecosys.log.merkle import leaf_hash
from ecosys.log.proof import checkpoint as checkpoints
from ecosys.log.proof import note, tree
from ecosys.log.proof.notary import Notary
from ecosys.log.proof.note import Note, Verifier
from ecosys.log.proof.stored import entries

FIRST = "c2sp.org/tlog-proof@v1"
_EXTRA, _INDEX = "extra ", "index "


class Proof(NamedTuple):
    """That an entry stands at an index of the log of which there is a checkpoint."""

    entry: bytes
    number: int
    """Its position less one."""
    path: Sequence[bytes]
    checkpoint: Note

    @property
    def content(self) -> str:
        """The file."""
        lines = [FIRST, f"{_EXTRA}{note.encode(self.entry)}", f"{_INDEX}{self.number}"]
        return "\n".join([*lines, *map(note.encode, self.path), "", self.checkpoint.content])


def prove(notary: Notary, position: int) -> Proof:
    """The proof of the event at a position of a log."""
    signed = notary.checkpoint()
    (entry,) = entries(notary.log.database, position - 1, position)
    size = checkpoints.parse(signed.text).size
    if not entry:
        raise Unavailable(
            f"The text of position {position} is withheld: there is nothing to prove."
        )
    path = tree.inclusion(notary.log.tree, position - 1, size)
    return Proof(entry, position - 1, path, signed)


def parse(content: str) -> Proof:
    """The proof that a file holds, with nothing verified; Damaged where it holds none."""
    above, _, below = content.partition("\n\n")
    first, *lines = above.split("\n")
    extra = lines.pop(0).removeprefix(_EXTRA) if lines and lines[0].startswith(_EXTRA) else ""
    entry = note.decode(extra)
    index = lines.pop(0).removeprefix(_INDEX) if lines and lines[0].startswith(_INDEX) else ""
    path = [note.decode(line) for line in lines]
    is_number = index.isascii() and index.isdecimal() and str(int(index)) == index
    if first != FIRST or not entry or not is_number or not all(each for each in path):
        raise Damaged("This is no proof of an event.")
    return Proof(entry, int(index), [each for each in path if each], note.parse(below))


def verify(proof: Proof, keys: Sequence[Verifier]) -> tuple[Line, Sequence[str]]:
    """The line that a proof proves, and whose keys signed; Damaged where it does not prove it.

    Of the keys of logs one must have signed the checkpoint, and each witness.
    """
    signed = proof.checkpoint
    found = note.verified(signed.text, signed.signatures, keys)
    names = {(each.name, each.id) for each in found}
    missing = [each for each in keys if (each.name, each.id) not in names]
    logs = [each for each in keys if each.kind == note.ED25519]
    absent = [each.name for each in missing if each.kind in note.WITNESSES]
    if absent or (logs and all(each in missing for each in logs)):
        who = ", ".join(absent) or " or ".join(each.name for each in logs)
        raise Damaged(f"The checkpoint is not signed by {who}.")
    end = checkpoints.parse(signed.text)
    if not tree.is_included(leaf_hash(proof.entry), proof.number, end.size, end.root, proof.path):
        raise Damaged(f"The line is not the one at position {proof.number + 1} of {end.origin}.")
    line = parse_line(proof.entry.decode("utf-8", "replace"), "The line")
    return line, list(dict.fromkeys(each.name for each in found))
