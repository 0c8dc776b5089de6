"""Verification: whether a log and all that is kept of it are what they were, and by whose word."""

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ecosys.log import checking
from ecosys.log.bulk import gc_paused
from ecosys.log.database import Database
from ecosys.log.definitions import definition_faults
from ecosys.read_model import ReadModel
from ecosys.timeline.timeline import Timeline

BATCH_SIZE = 1000
INDEX = "event_subject"


def faults(timeline: Timeline) -> Iterator[str]:
    """What is not as it was recorded or does not follow from it, in words.

    The stored bytes are hashed anew; then all that is derived is made anew elsewhere and compared.
    """
    found = False
    for fault in checking.faults(timeline.log.database):
        found = True
        yield fault
    if not found:
        yield from derived_faults(timeline)


def derived_faults(timeline: Timeline) -> Iterator[str]:
    """What does not follow from the events: tables, triggers, the index, read models."""
    with TemporaryDirectory() as folder:
        fresh = Timeline.open(Path(folder) / "fresh.db", timeline.log.clock)
        try:
            head = timeline.head().position
            models = timeline.read_models.all()
            for model in models:
                timeline.read_models.reaches(model, head)
            with timeline.log.database.reading():
                _copy(timeline, fresh)
                yield from definition_faults(timeline.log.database, fresh.log.database)
                sql = f"SELECT * FROM {INDEX}"  # noqa: S608
                yield from _differences(timeline.log.database, fresh.log.database, INDEX, sql)
                for model in models:
                    yield from _model_faults(timeline, fresh, model)
        finally:
            fresh.log.database.close()


@gc_paused()
def _copy(timeline: Timeline, fresh: Timeline) -> None:
    lines = timeline.log.lines()
    while batch := list(islice(lines, BATCH_SIZE)):
        fresh.log.replay(batch)


def _model_faults(timeline: Timeline, fresh: Timeline, model: ReadModel) -> Iterator[str]:
    """What a read model holds otherwise than one that was made anew."""
    fresh.read_models.reaches(model, fresh.head().position)
    found, wanted = timeline.read_models.checkpoint(model), fresh.read_models.checkpoint(model)
    if found != wanted:
        yield f"The read model {model.name} goes to {found}, and made anew to {wanted}."
        return
    for table in model.tables:
        sql = model.comparison(table)
        yield from _differences(timeline.log.database, fresh.log.database, table, sql)


def _differences(database: Database, fresh: Database, table: str, sql: str) -> Iterator[str]:
    """The first row that stands in one table alone, in words; the same rows need no order."""
    counts: Counter[bytes] = Counter(map(_digest, fresh.stream(sql)))
    counts.subtract(map(_digest, database.stream(sql)))
    odd = [count for count in counts.values() if count]
    if not odd:
        return
    for where, rows in (("foreign", database.stream(sql)), ("missing", fresh.stream(sql))):
        first = next((row for row in rows if counts[_digest(row)]), None)
        if first is not None:
            told = f"{first!r:.300}"
            yield f"{len(odd)} rows of {table} do not follow from the events; {where}: {told}."
            return


def _digest(row: Sequence[Any]) -> bytes:
    return sha256(repr(tuple(row)).encode("utf-8", "surrogatepass")).digest()[:16]
