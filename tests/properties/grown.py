"""Logs in a database that are given events one after the other."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ecosys.event import Recorded, as_recorded
from ecosys.timeline import Timeline
from ecosys.values import when
from tests import given as made
from tests.properties import model
from tests.properties.histories import BEGINNING

COLUMNS = (
    "version, root, type, id, position, recorded_at, said, last_stated, voice, flags, because,"
    " events, text, fields, valid_from, valid_to, earliest, known_from, known_to, position_from,"
    " position_to, asked"
)
"""All that a row says."""


class Grown:
    """A log that is given events one after the other, at their times."""

    def __init__(self, path: Path | str) -> None:
        self.now = BEGINNING
        self.timeline = Timeline.open(path, clock=lambda: self.now)
        self.log: list[Recorded] = []

    def take(self, records: Sequence[Recorded], *, follow: bool = True) -> None:
        """Append some; without `follow` nobody folds them, as an older version would not."""
        follower = self.timeline.log.follower
        self.timeline.log.follower = follower if follow else None
        for record in records:
            self.now = record.recorded_at
            self.timeline.log.append([record.event], origin=record.origin)
        self.timeline.log.follower = follower
        self.log += records

    def rows(self, table: str = "held_5", columns: str = COLUMNS) -> list[tuple[object, ...]]:
        """What the tables hold."""
        return sorted(
            self.timeline.log.database.execute(f"SELECT {columns} FROM {table}"), key=repr
        )


@contextmanager
def grown(empty: Path) -> Iterator[Grown]:
    with TemporaryDirectory() as folder:
        opened = Grown(Path(shutil.copy(empty, folder)))
        yield opened
        opened.timeline.log.database.close()


def reading_of(source: str, log: Sequence[Recorded]) -> Recorded:
    """A reading of a source as a whole, recorded after a log."""
    id = f"{source}/~read@2025-01-03"
    event = made.event("confirmed", id, source=source, stated="2025-01-03")
    now = max(log[-1].recorded_at, when.parse("2025-01-04").start)
    return as_recorded(len(log) + 1, now, model.RELEASED, event)
