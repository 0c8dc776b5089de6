"""Releases: the canonical log that comes with the package, and how a local log follows it."""

import json
import os
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ecosys import paths
from ecosys.errors import Damaged, Unavailable
from ecosys.event import codec
from ecosys.log import line as lines
from ecosys.log import merkle
from ecosys.log.bulk import gc_paused
from ecosys.log.line import Line
from ecosys.log.log import RELEASED, Log

BATCH_SIZE = 1000
MAX_LINE = 70_000
"""More bytes than a line has: an event has at most 65,535."""
RELEASES = "releases.jsonl"
"""The file beside the released log that lists how far each release went."""
Progress = Callable[[int, int], None]
"""Is called with the number of lines that are done, and of all."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """What following a release did to a local log."""

    copied: int
    """Lines copied byte for byte: the log is still a prefix of the release."""
    appended: int
    """Events appended after events of the log's own."""
    kept: tuple[str, ...]
    """Ids of events of the log's own that the release has with other content: its own stay."""


@dataclass(frozen=True, slots=True)
class Release:
    """How far the released log went at a release; what it held then, it holds for ever."""

    version: str
    day: str
    position: int
    root: str


def releases(path: Path) -> list[Release]:
    """The releases that a file lists, a line each."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as file:
        return [Release(**json.loads(line)) for line in file]


def broken_releases(past: Sequence[Release], lines: Sequence[Line]) -> list[str]:
    """What the released log no longer holds as it was released, in words."""
    tree, broken = merkle.Frontier(), []
    for each in past:  # each goes further than the one before
        tree.extend([line.leaf for line in lines[tree.size : each.position]])
        if (tree.size, tree.root.hex()) != (each.position, each.root):
            broken.append(
                f"The released log is not what {each.version} of {each.day} released: its first "
                f"{each.position} lines do not give {each.root}."
            )
    return broken


def release_faults(log: Log) -> Iterator[str]:
    """What a log holds otherwise than the release that this package carries, in words.

    Up to its first event of its own it is the release; later released events have the same text.
    """
    path = released_log()
    released = list(read_lines(path))
    yield from broken_releases(releases(path.with_name(RELEASES)), released)
    ((own,),) = log.database.execute("SELECT min(position) FROM log_origin")
    shared = log.head().position if own is None else own - 1
    for ours, theirs in zip(log.lines(upto=shared), released, strict=False):
        if ours.leaf != theirs.leaf:
            yield f"Position {ours.position} does not hold what was released there."
    if own is None:
        return
    texts = {json.loads(line.body)["id"]: line.body for line in released}
    sql = "SELECT position, id, body FROM event WHERE position > ? AND origin = ?"
    for position, id, body in log.database.stream(sql, (shared, RELEASED)):
        if texts.get(id, body) != body and position not in log.withheld():
            yield f"Position {position} has {id} otherwise than it was released."


def released_log() -> Path:
    """The file of the released log."""
    return paths.seeds() / "log.jsonl"


def read_lines(path: Path) -> Iterator[Line]:
    """The lines of an exported log. Damaged names the first line that is not what it should be."""
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for number, text in enumerate(file, start=1):
                if not text.endswith("\n"):
                    raise Damaged(f"{path.name}:{number} is cut off.")
                yield lines.parse(text[:-1], f"{path.name}:{number}")
    except FileNotFoundError:
        raise Unavailable(f"{path} does not exist.") from None
    except UnicodeDecodeError as problem:
        raise Damaged(f"{path.name} is not UTF-8: {problem.reason}.") from None


def last_line(path: Path) -> Line:
    """The last line of an exported log, without reading all before it."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - MAX_LINE))
        last = file.readlines()[-1]
    return lines.parse(last.decode().removesuffix("\n"), f"The last line of {path.name}")


@gc_paused()
def follow(log: Log, release: Sequence[Line], progress: Progress | None = None) -> Seeded:
    """Bring a local log up to a release.

    While the local log is a prefix of the release, the rest is copied byte for byte. Once it has
    events of its own, events that it lacks are appended at the next positions, recorded now.
    All or none: nobody sees a part of it, and of several who do it at once one does.
    """
    with log.database.writing():
        if not is_prefix(log, release):
            return _append(log, release, progress)
        return Seeded(_copy(log, release, progress), 0, ())


@gc_paused()
def restore(log: Log, exported: Sequence[Line], progress: Progress | None = None) -> int:
    """Copy an exported log into an empty one, or one that is a prefix of it: how many lines."""
    with log.database.writing():
        if is_prefix(log, exported):
            return _copy(log, exported, progress)
    raise Unavailable(
        "This log holds events that the file does not have at the same positions.",
        hint="Import into an empty database: --database NEW.db.",
    )


def is_unfinished(log: Log) -> bool:
    """Whether a log is empty, or stopped in the midst of being filled from the release.

    Old versions filled in parts. What they left holds the first lines of the release, nothing
    else, and ends where no release ended.
    """
    position = log.head().position
    if position == 0:
        return True
    ends = [each.position for each in releases(released_log().with_name(RELEASES))]
    if position in ends or position > max(ends, default=0) or log.origin(position) != RELEASED:
        return False
    return is_prefix(log, list(islice(read_lines(released_log()), position)))


def is_prefix(log: Log, lines: Sequence[Line]) -> bool:
    """Whether a log holds the first of some lines and nothing else."""
    head = log.head().position
    shared = merkle.root_of([line.leaf for line in lines[:head]])
    return head <= len(lines) and shared.hex() == log.root(head)


def _copy(log: Log, lines: Sequence[Line], progress: Progress | None) -> int:
    rest = lines[log.head().position :]
    for start in range(0, len(rest), BATCH_SIZE):
        log.replay(rest[start : start + BATCH_SIZE])
        if progress:
            progress(min(start + BATCH_SIZE, len(rest)), len(rest))
    return len(rest)


def _append(log: Log, release: Sequence[Line], progress: Progress | None) -> Seeded:
    ids = {line: codec.decode(line.body).id for line in release}
    known = log.find(ids.values())
    hidden = log.withheld()
    kept = [ids[line] for line in release if _differs(line, known.get(ids[line]), hidden)]
    fresh = iter([codec.decode(line.body) for line in release if ids[line] not in known])
    added = 0
    while batch := list(islice(fresh, BATCH_SIZE)):
        added += log.append(batch, origin=RELEASED).added
        if progress:
            progress(added, len(release) - len(known))
    return Seeded(0, added, tuple(kept))


def _differs(line: Line, local: Line | None, hidden: Container[int]) -> bool:
    return local is not None and local.body != line.body and local.position not in hidden
