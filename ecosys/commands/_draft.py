"""A log with the released events and the YAML that no release holds yet."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ecosys.commands._checking import blocks
from ecosys.event import as_recorded
from ecosys.log.decoding import recorded
from ecosys.log.line import Line
from ecosys.log.log import RELEASED
from ecosys.log.memory import MemoryLog
from ecosys.log.release import follow, read_lines
from ecosys.seeding import seed
from ecosys.seeding.seed import Seed
from ecosys.timeline import Timeline
from ecosys.values import clock as clocks


@contextmanager
def draft(folder: Path) -> Iterator[tuple[Timeline, int]]:
    """A draft in a scratch database that is gone afterwards, and how many events are new in it."""
    with tempfile.TemporaryDirectory(prefix="ecosys-") as scratch:
        timeline = Timeline.open(Path(scratch) / "draft.db")
        try:
            yield timeline, fill(timeline, folder)
        finally:
            timeline.log.database.close()


def draft_in_memory(released: Iterable[Line], seeds: Iterable[Seed]) -> tuple[Timeline, int]:
    """A draft in memory, of seeds that a log would take, and how many events are new in it."""
    records = [recorded(line) for line in released]
    known = {record.id for record in records}
    fresh = [each.event for each in seeds if each.event.id not in known]
    now = max([clocks.system(), *(record.recorded_at for record in records[-1:])])
    new = (
        as_recorded(position, now, RELEASED, event)
        for position, event in enumerate(fresh, start=len(records) + 1)
    )
    return Timeline(MemoryLog([*records, *new])), len(fresh)


def fill(timeline: Timeline, folder: Path) -> int:
    """Give a log the released events of a checkout, then its unreleased ones: how many."""
    released = folder / "log.jsonl"
    lines = list(read_lines(released)) if released.is_file() else []
    follow(timeline.log, lines)
    return add(timeline, seed.read_folder(folder, blocks(lines)))


def add(timeline: Timeline, seeds: Iterable[Seed]) -> int:
    """Give a log the seeds that it does not hold, as if they were released: how many."""
    known = {record.id for record in timeline.records()}
    fresh = [each.event for each in seeds if each.event.id not in known]
    timeline.log.append(fresh, origin=RELEASED)
    return len(fresh)
