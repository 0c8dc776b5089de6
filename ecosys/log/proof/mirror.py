"""Mirror: a log that follows another one by its tiles, byte for byte."""

from collections.abc import Callable, Sequence

from ecosys.errors import Damaged, Unavailable
from ecosys.log.line import Line, parse, placeholder
from ecosys.log.log import RELEASED, Log
from ecosys.log.merkle import Frontier
from ecosys.log.proof import checkpoint as checkpoints
from ecosys.log.proof import note, verifier
from ecosys.log.proof.checkpoint import Checkpoint
from ecosys.log.proof.note import Verifier
from ecosys.log.proof.tree import WIDTH
from ecosys.log.withholding import UNNAMED

Progress = Callable[[int, int], None]
"""Is called with the number of events that are copied, and of all."""
WITHHELD = "withheld by the log that this one follows"
TOGETHER = 8
"""How many bundles of entries are copied in one transaction."""


def follow_tiles(
    log: Log, source: str, keys: Sequence[Verifier], progress: Progress | None = None
) -> int:
    """Copy what a log at an address or in a folder holds beyond this one: how many events.

    Before anything is copied the hashes of all are held against the checkpoint, which one of the
    keys must have signed if some are given. Damaged where that log is not in order, Unavailable
    where this one is not a beginning of it, or it cannot be read.
    """
    try:
        end = _read_checkpoint(source, keys)
        start = log.head().position
        if end.size <= start:
            _refuse_other(log, end)
            return 0
        leaves = _leaves(log, source, end)
        for number in range(start // WIDTH, -(-end.size // WIDTH), TOGETHER):
            lines = _lines(log, source, number, end.size, leaves)
            log.replay(lines)
            if progress:
                progress(lines[-1].position - start, end.size - start)
    except verifier.Wrong as problem:
        raise Damaged(f"{source}: {problem}.") from None
    return end.size - start


def _read_checkpoint(source: str, keys: Sequence[Verifier]) -> Checkpoint:
    signed = note.parse(verifier.fetch(source, "checkpoint").decode("utf-8", "replace"))
    if keys:
        note.opened(signed, keys)
    return checkpoints.parse(signed.text)


def _refuse_other(log: Log, end: Checkpoint) -> None:
    if log.tree.root(end.size) != end.root:
        raise _other(f"the first {end.size} events here are not those of {end.origin}")


def _leaves(log: Log, source: str, end: Checkpoint) -> list[bytes]:
    """The hashes of the events that are to be copied; with those before they give the root."""
    sql = "SELECT position, frontier FROM log_head"
    frontier = Frontier(*log.database.execute(sql)[0])
    start, leaves = frontier.size, list[bytes]()
    for number in range(start // WIDTH, -(-end.size // WIDTH)):
        leaves += verifier.tile(source, 0, number, end.size)
    leaves = leaves[start % WIDTH :]
    frontier.extend(leaves)
    if frontier.root != end.root:
        raise _other(
            f"the {start} events here and those of {end.origin} beyond do not give its root"
        )
    return leaves


def _lines(
    log: Log, source: str, number: int, size: int, leaves: Sequence[bytes]
) -> Sequence[Line]:
    """The next lines that are not here yet, each with the hash that was proved."""
    start, lines = size - len(leaves), list[Line]()
    last = next(log.lines(log.head().position - 1), None)
    for each in range(number, min(number + TOGETHER, -(-size // WIDTH))):
        for position, entry in enumerate(verifier.bundle(source, each, size), each * WIDTH + 1):
            if position > start:
                last = _line(entry, position, leaves[position - start - 1], last)
                lines.append(last)
    return lines


def _line(entry: bytes, position: int, leaf: bytes, last: Line | None) -> Line:
    """The line of an entry; of one that is withheld what is known, with the time of the last."""
    if not entry:
        at, origin = (last.recorded_at, last.origin) if last else (0, RELEASED)
        return Line(position, at, origin, placeholder(f"{UNNAMED}{position}", WITHHELD), leaf)
    line = parse(entry.decode("utf-8", "replace"), f"Entry {position}")
    if line.leaf != leaf:
        raise Damaged(f"Entry {position} is not that of its hash.")
    return line


def _other(reason: str) -> Unavailable:
    return Unavailable(
        f"This log does not follow that one: {reason}.",
        hint="Import into an empty database: --database NEW.db.",
    )
