"""A log with the released events and the YAML that no release holds yet."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ecosys.log.log import RELEASED
from ecosys.log.release import follow, read_lines
from ecosys.seeding import seed
from ecosys.seeding.seed import Seed
from ecosys.timeline import Timeline


@contextmanager
def draft(folder: Path, seeds: Iterable[Seed] | None = None) -> Iterator[tuple[Timeline, int]]:
    """A draft in a scratch database that is gone afterwards, and how many events are new in it.

    `seeds` is what the folder holds, if it was read.
    """
    with tempfile.TemporaryDirectory(prefix="ecosys-") as scratch:
        timeline = Timeline.open(Path(scratch) / "draft.db")
        try:
            yield timeline, fill(timeline, folder, seeds)
        finally:
            timeline.log.database.close()


def fill(timeline: Timeline, folder: Path, seeds: Iterable[Seed] | None = None) -> int:
    """Give a log the released events of a checkout, then its unreleased ones: how many."""
    released = folder / "log.jsonl"
    if released.is_file():
        follow(timeline.log, list(read_lines(released)))
    return add(timeline, seed.read_folder(folder) if seeds is None else seeds)


def add(timeline: Timeline, seeds: Iterable[Seed]) -> int:
    """Give a log the seeds that it does not hold, as if they were released: how many."""
    known = {record.id for record in timeline.records()}
    fresh = [each.event for each in seeds if each.event.id not in known]
    timeline.log.append(fresh, origin=RELEASED)
    return len(fresh)
