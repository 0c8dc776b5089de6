"""How much of raw sqlite3's speed an append keeps: validated, hashed, checked, indexed.

Both sides write the same rows to the same tables with the same indexes and triggers, in as many
batches, each batch on disk before the next begins. The raw side is given finished rows; ours is
given plain data and does all the rest: validation, canonical bytes, hashes, tree, ids, references,
and where read models are written with them, what follows from the events.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from ecosys.event import codec
from ecosys.log.log import Log
from ecosys.log.release import read_lines, released_log
from ecosys.timeline import Timeline
from ecosys.timeline.timeline import READ_MODELS
from tests.benchmarks.result import Result

EVENTS = 10_000
BATCH = 1_000
ROUNDS = 5
TARGETS = {"the log alone": 0.4, "with read models": 0.2}
LOG = ("event", "event_subject")


def run() -> Iterator[Result]:
    """Compare by processor time; of each side the best of several rounds, taken in turns."""
    data = list(islice(statements(), EVENTS))
    for what, target in TARGETS.items():
        followed = what != "the log alone"
        tables = (*LOG, *(name for model in READ_MODELS for name in model.tables * followed))
        ours, raw = [], []
        for _ in range(ROUNDS):
            with TemporaryDirectory() as folder:
                timeline = _opened(Path(folder) / "ours.db")
                timeline.log.follower = timeline.log.follower if followed else None
                ours.append(_append(timeline.log, data))
                rows = {name: _batches(timeline.log, name) for name in tables}
                raw.append(_insert(Path(folder) / "raw.db", rows))
                timeline.log.database.close()
        yield Result(
            f"append {EVENTS:,} events in batches of {BATCH:,}, {what}",
            f"raw sqlite3 {EVENTS / min(raw):,.0f}/s",
            f"ecosys {EVENTS / min(ours):,.0f}/s",
            min(raw) / min(ours),
            target,
        )


def _opened(path: Path) -> Timeline:
    """An empty log with all its tables."""
    timeline = Timeline.open(path)
    timeline.read_models.catch_up(0)
    return timeline


def statements() -> Iterator[dict[str, object]]:
    """Statements of the released log that refer to no other, once and again under other ids."""
    found = [codec.decode(line.body) for line in read_lines(released_log())]
    found = [event for event in found if not event.targets]
    for again in ("", "-again", "-and-again"):
        for event in found:
            yield {**codec.plain(event), "id": f"{event.id}{again}"}


def _append(log: Log, data: Sequence[dict[str, object]]) -> float:
    start = process_time()
    for at in range(0, len(data), BATCH):
        log.append(map(codec.parse, data[at : at + BATCH]))
    return process_time() - start


def _batches(log: Log, table: str) -> list[list[tuple[object, ...]]]:
    """All rows of a table in the order in which they were written, in equal batches."""
    order = "position" if table in LOG else "1"
    rows = log.database.execute(f"SELECT * FROM {table} ORDER BY {order}")
    size = -(-len(rows) // (EVENTS // BATCH))
    return [rows[at * size : (at + 1) * size] for at in range(EVENTS // BATCH)]


def _insert(path: Path, tables: dict[str, list[list[tuple[object, ...]]]]) -> float:
    _opened(path).log.database.close()  # the same schema
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    marks = {name: ", ".join("?" * len(rows[0][0])) for name, rows in tables.items() if rows[0]}
    start = process_time()
    for batch in range(EVENTS // BATCH):
        connection.execute("BEGIN IMMEDIATE")
        for name, mark in marks.items():
            connection.executemany(f"INSERT INTO {name} VALUES ({mark})", tables[name][batch])
        connection.execute("COMMIT")
    taken = process_time() - start
    connection.close()
    return taken
