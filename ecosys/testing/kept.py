"""Kept: a log on disk that takes the events of a history in parts, with what is kept beside it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from ecosys.event import Recorded
from ecosys.log.engines import open_database
from ecosys.log.log import Log
from ecosys.read_model import Keeper, ReadModel
from ecosys.testing.history import ORIGIN, RECORDED

Rows = dict[str, list[tuple[object, ...]]]
"""By table all that its rows say, in an order of their own."""


class Kept:
    """A log with one read model, of another package as any."""

    def __init__(self, log: Log, model: ReadModel) -> None:
        self.log = log
        self.model = model
        self.keeper = Keeper(log, (), lambda: [model])

    def take(self, records: Sequence[Recorded], *, seen: bool = True) -> None:
        """Append events at once; unseen by the read model, as where that is not installed."""
        self.log.follower = self.keeper.took if seen else None
        self.log.append((record.event for record in records), origin=ORIGIN)

    def catch_up(self) -> None:
        """Bring the read model to the end; AssertionError says what it cannot digest."""
        reached = self.keeper.reaches(self.model, self.log.head().position)
        assert reached, self.keeper.paused()[self.model.name]

    def rows(self) -> Rows:
        """What its tables hold."""
        return {
            table: sorted(self.log.database.execute(self.model.comparison(table)), key=repr)
            for table in self.model.tables
        }


@contextmanager
def kept(model: ReadModel) -> Iterator[Kept]:
    """An empty log with a read model, for as long as it is needed."""
    with TemporaryDirectory() as folder:
        log = Log(open_database(Path(folder) / "log.db"), clock=lambda: RECORDED)
        try:
            yield Kept(log, model)
        finally:
            log.database.close()


def parts(records: Sequence[Recorded], size: int) -> Iterator[Sequence[Recorded]]:
    """Events in parts of a size.

    >>> from ecosys.testing import given
    >>> retraction = {"type": "retracted", "event": "x", "fault": "ours", "why": "?"}
    >>> history = given(*({**retraction, "id": id} for id in "abc"))
    >>> [[record.id for record in part] for part in parts(history.records, 2)]
    [['a', 'b'], ['c']]
    """
    rest = iter(records)
    while part := tuple(islice(rest, size)):
        yield part
