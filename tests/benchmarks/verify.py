"""How much of hashing's speed the check of a whole log keeps: all columns, the head, the origins.

Both sides hash the same bytes into the same tree. Hashing alone is given the lines in memory; ours
reads the rows, makes the lines, and compares every column.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import count, islice
from os import environ
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from ecosys.log import checking
from ecosys.log.database import Database
from ecosys.log.engines import open_database
from ecosys.log.line import Line
from ecosys.log.log import EVENT_COLUMNS
from ecosys.log.merkle import Frontier
from ecosys.log.release import read_lines, released_log
from tests.benchmarks.result import Result

EVENTS = int(environ.get("ECOSYS_BENCHMARK_EVENTS", "100000"))
"""How many events the log has; the promise is of 1,000,000."""
BATCH = 1_000
ROUNDS = 5
TARGET = 0.4


def run() -> Iterator[Result]:
    """Compare by processor time; of each side the best of several rounds, taken in turns."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.db"
        database = open_database(path)
        entries = _fill(database, path)
        ours, alone = [], []
        for _ in range(ROUNDS):
            alone.append(_timed(lambda: _hash(entries)))
            ours.append(_timed(lambda: checking.checked(database)))
        database.close()
    yield Result(
        f"verify {EVENTS:,} events, the log alone",
        f"hashlib {EVENTS / min(alone):,.0f}/s",
        f"ecosys {EVENTS / min(ours):,.0f}/s",
        min(alone) / min(ours),
        TARGET,
    )


def _timed(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def _hash(entries: Sequence[bytes]) -> bytes:
    """The root over entries, as plainly as Python has it."""
    level = [sha256(b"\0" + entry).digest() for entry in entries]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        joined = [sha256(b"\1" + left + right).digest() for left, right in pairs]
        level = joined + level[len(joined) * 2 :]
    return level[0]


def _fill(database: Database, path: Path) -> Sequence[bytes]:
    """Write the released events again and again, under other ids, as a log of its own has them."""
    connection = sqlite3.connect(path, isolation_level=None)
    frontier, entries, at = Frontier(), list[bytes](), 0
    ((origin,),) = connection.execute("SELECT own_origin FROM log_head")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    rows = _rows(origin)
    while batch := list(islice(rows, BATCH)):
        marks = ", ".join("?" * len(EVENT_COLUMNS))
        connection.executemany(
            f"INSERT INTO event ({', '.join(EVENT_COLUMNS)}) VALUES ({marks})", batch
        )
        frontier.extend([row[-1] for row in batch])
        entries += [Line(row[0], row[3], row[4], row[5]).text.encode() for row in batch]
        at = batch[-1][3]
    connection.execute("INSERT INTO log_origin VALUES (1, ?)", (origin,))
    connection.execute(
        "UPDATE log_head SET position = ?, recorded_at = ?, frontier = ?, root = ?",
        (frontier.size, at, frontier.packed, frontier.root.hex()),
    )
    connection.execute("COMMIT")
    connection.close()
    assert checking.checked(database) == EVENTS
    assert frontier.root == _hash(entries)
    return entries


def _rows(origin: str) -> Iterator[tuple[int, str, str, int, str, str, bytes]]:
    released = list(read_lines(released_log()))
    position = 0
    for again in count():
        for line in released:
            position += 1
            if position > EVENTS:
                return
            event = json.loads(line.body)
            id, type = event["id"], event["type"]
            body = line.body.replace(f'"id":"{id}"', f'"id":"{id}-{again}"')
            at = line.recorded_at if not again else 1_800_000_000_000_000 + position // BATCH
            made = Line(position, at, origin, body)
            yield position, f"{id}-{again}", type, at, origin, body, made.leaf
