"""Notary: signs checkpoints of a log, and never two of which one does not begin with the other."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ecosys import paths
from ecosys.errors import Damaged, Unwritable
from ecosys.log.database import Database
from ecosys.log.log import Log
from ecosys.log.proof import checkpoint as checkpoints
from ecosys.log.proof import note
from ecosys.log.proof.checkpoint import Checkpoint
from ecosys.log.proof.keys import Keys, folder_of
from ecosys.log.proof.note import Note, Signature, Verifier


class Notary:
    """Signs the end of a log by its own key.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from ecosys.log.engines import open_database
    >>> folder = TemporaryDirectory()
    >>> log = Log(open_database(f"{folder.name}/log.db"))
    >>> notary = Notary(log, Keys(Path(folder.name) / "log-keys"))
    >>> signed = notary.checkpoint()
    >>> checkpoints.parse(signed.text).size
    0
    >>> len(note.opened(signed, notary.keys.verifiers()))
    1
    >>> notary.checkpoint() == signed
    True
    >>> log.database.close()
    >>> folder.cleanup()
    """

    def __init__(self, log: Log, keys: Keys) -> None:
        self.log = log
        self.keys = keys

    def checkpoint(self) -> Note:
        """The checkpoint of the end of the log, signed; the same again while the log stands.

        Damaged where the log does not go on from the last one, or does not give its own root.
        """
        size, root = self._end()
        last = self.last()
        signer = self.keys.signer(self.log.own_origin())
        stands = Checkpoint(signer.name, size, root)
        if last is not None:
            refuse_other_log(self.log, checkpoints.parse(last.text))
            current = [each for each in last.signatures if signer.verifier.signed(each)]
            if current and checkpoints.parse(last.text) == stands:
                return last
        signed = Note(stands.text, (signer.sign(stands.text),))
        self.keys.remember(signed)
        return signed

    def last(self) -> Note | None:
        """The last checkpoint that was signed; Damaged where none of the log's keys signed it."""
        last = self.keys.remembered()
        if last is not None:
            note.opened(last, self.keys.verifiers())
        return last

    def cosign(self, cosignatures: Iterable[Signature]) -> Note:
        """Take cosignatures of witnesses under the last checkpoint; others are left out.

        Damaged where one is wrong, or none is by a witness that is trusted.
        """
        last = self.last() or self.checkpoint()
        known = [witness for witness, _ in self.keys.witnesses()]
        taken = note.verified(last.text, cosignatures, known)
        if not taken:
            raise Damaged(
                "None of these signatures is by a witness that is trusted.",
                hint="ecosys checkpoint --trust KEY trusts one.",
            )
        names = {(each.name, each.id) for each in taken}
        kept = [each for each in last.signatures if (each.name, each.id) not in names]
        signed = Note(last.text, (*kept, *taken))
        self.keys.remember(signed)
        return signed

    def witnesses_of(self, signed: Note) -> list[Verifier]:
        """The witnesses that cosigned a checkpoint and are trusted."""
        trusted = [witness for witness, _ in self.keys.witnesses()]
        signatures = note.verified(signed.text, signed.signatures, trusted)
        return [key for key in trusted if any(map(key.signed, signatures))]

    def _end(self) -> tuple[int, bytes]:
        """The size of the log and its root by the leaf hashes; Damaged where it tells another."""
        with self.log.database.reading():
            ((size, told),) = self.log.database.execute("SELECT position, root FROM log_head")
            root = self.log.tree.root(size)
        if root.hex() != told:
            raise Damaged(f"The log does not give the root recorded at position {size}.")
        return size, root


def open_notary(database: Database, url: str | Path) -> Notary:
    """The notary of the log in a database, with a key that is made where there was none.

    Where it cannot be made, since nothing can be written there, no checkpoint can be signed.
    """
    log = Log(database)
    origin = log.own_origin()
    notary = Notary(log, Keys(folder_of(url), paths.secret_key()))
    with suppress(Unwritable):
        notary.keys.signer(origin)
    return notary


def refuse_other(notary: Notary) -> None:
    """Damaged where a log does not go on from the last checkpoint, or that is not the log's."""
    last = notary.last()
    if last is not None:
        refuse_other_log(notary.log, checkpoints.parse(last.text))


def refuse_other_log(log: Log, last: Checkpoint) -> None:
    """Damaged where a log does not begin as one did of which there is a checkpoint."""
    size = log.head().position
    if size < last.size:
        raise Damaged(
            f"The log ends at {size}, and a checkpoint was signed of {last.size} events: "
            "the newest were taken away.",
            hint="Bring back the database as it was.",
        )
    if log.tree.root(last.size) != last.root:
        raise Damaged(
            f"The first {last.size} events are not those of which a checkpoint was signed: another "
            "history stands in their place.",
            hint="Bring back the database as it was.",
        )
