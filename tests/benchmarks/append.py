"""How much of raw sqlite3's speed an append keeps: validated, hashed, checked, indexed.

Both sides write the same rows to the same tables with the same indexes and triggers, in the same
batches, each batch on disk before the next begins. The raw side is given finished rows; ours is
given plain data and does all the rest: validation, canonical bytes, hashes, tree, ids, references.
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
from tests.benchmarks.result import Result

EVENTS = 10_000
BATCH = 1_000
ROUNDS = 5
TARGET = 0.4
TABLES = ("event", "event_subject")


def run() -> Iterator[Result]:
    """Compare by processor time; of each side the best of several rounds, taken in turns."""
    data = list(islice(_statements(), EVENTS))
    ours, raw = [], []
    for _ in range(ROUNDS):
        with TemporaryDirectory() as folder:
            timeline = Timeline.open(Path(folder) / "ours.db")
            ours.append(_append(timeline.log, data))
            tables = {name: _rows(timeline.log, name) for name in TABLES}
            raw.append(_insert(Path(folder) / "raw.db", tables))
            timeline.log.database.close()
    yield Result(
        f"append {EVENTS:,} events in batches of {BATCH:,}",
        f"raw sqlite3 {EVENTS / min(raw):,.0f}/s",
        f"ecosys {EVENTS / min(ours):,.0f}/s",
        min(raw) / min(ours),
        TARGET,
    )


def _statements() -> Iterator[dict[str, object]]:
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


def _rows(log: Log, table: str) -> dict[int, list[tuple[object, ...]]]:
    """All rows of a table by the batch that wrote them."""
    cursor = log.database.execute(f"SELECT * FROM {table} ORDER BY position")
    at = 0 if table == "event" else 2
    batches: dict[int, list[tuple[object, ...]]] = {}
    for row in cursor:
        batches.setdefault((row[at] - 1) // BATCH, []).append(row)
    return batches


def _insert(path: Path, tables: dict[str, dict[int, list[tuple[object, ...]]]]) -> float:
    Timeline.open(path).log.database.close()  # the same schema
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    marks = {name: ", ".join("?" * len(rows[0][0])) for name, rows in tables.items()}
    start = process_time()
    for batch in range(EVENTS // BATCH):
        connection.execute("BEGIN IMMEDIATE")
        for name, rows in tables.items():
            connection.executemany(f"INSERT INTO {name} VALUES ({marks[name]})", rows[batch])
        connection.execute("COMMIT")
    taken = process_time() - start
    connection.close()
    return taken
