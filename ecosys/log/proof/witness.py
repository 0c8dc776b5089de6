"""Witness: asks those who watch the log for their signatures (C2SP tlog-witness)."""

import urllib.error
import urllib.request
from collections.abc import Callable

from ecosys.errors import Damaged, Unavailable
from ecosys.log.proof import checkpoint as checkpoints
from ecosys.log.proof import note, tree
from ecosys.log.proof.notary import Notary
from ecosys.log.proof.note import Note

Post = Callable[[str, bytes], tuple[int, str]]
"""Sends a body to an address: the status and the body of the answer."""
CONFLICT, OK = 409, 200
MAX_ANSWER = 1 << 20
TIMEOUT_SECONDS = 30


def ask_witness(notary: Notary, address: str, post: Post | None = None) -> Note:
    """The checkpoint with the cosignature of a witness at an address.

    The witness tells which checkpoint it saw last, and is sent the proof that the log only grew
    since. Unavailable where it cannot be asked or refuses; Damaged where what it signs is wrong.
    """
    send = post or _post
    signed = notary.checkpoint()
    where = f"{address.rstrip('/')}/add-checkpoint"
    status, answer = send(where, request(notary, signed, 0))
    if status == CONFLICT:
        seen = answer.strip()
        size = checkpoints.parse(signed.text).size
        if not (seen.isascii() and seen.isdecimal() and int(seen) <= size):
            raise Damaged(f"{address} has seen {seen:.20} events of this log, which has {size}.")
        status, answer = send(where, request(notary, signed, int(seen)))
    if status != OK:
        raise Unavailable(f"{address} does not sign: status {status}, {answer.strip():.200}")
    return notary.cosign(note.signatures_of(answer))


def request(notary: Notary, signed: Note, seen: int) -> bytes:
    """What a witness is sent that has seen a log of some size."""
    size = checkpoints.parse(signed.text).size
    proof = tree.consistency(notary.log.tree, seen, size)
    lines = [f"old {seen}", *map(note.encode, proof), "", signed.content]
    return "\n".join(lines).encode()


def _post(address: str, body: bytes) -> tuple[int, str]:
    if not address.startswith(("https://", "http://")):
        raise Unavailable(f"{address} is no address of a witness.")
    asked = urllib.request.Request(address, data=body, method="POST")  # noqa: S310  it is one of the two
    try:
        with urllib.request.urlopen(asked, timeout=TIMEOUT_SECONDS) as reply:  # noqa: S310
            return reply.status, reply.read(MAX_ANSWER).decode("utf-8", "replace")
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read(MAX_ANSWER).decode("utf-8", "replace")
    except OSError as problem:
        raise Unavailable(f"{address} cannot be asked: {problem}.") from None
