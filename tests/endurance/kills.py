"""Kills: a writer is killed again and again, and nothing that it acknowledged is lost.

It appends batches, each durable, and says of each that it is there; it is killed at any time, from
before its first batch on. After each kill the log is opened and every byte of it is checked.
"""

import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

from ecosys.timeline import Timeline
from tests.endurance.counted import tell
from tests.engines import TEMPLATE, make, named
from tests.given import price
from tests.log.postgres import server as postgres_server
from tests.read_model.test_kills import rows

KILLS = {"sqlite": 500, "postgresql": 100}
"""How often the writer is killed, where nothing else is said."""
BATCH = 10
LONGEST = 0.15
"""For how many seconds a writer writes at most."""
EACH = 50
"""After how many kills another log is begun."""


@dataclass(slots=True)
class Counts:
    """What came of some kills."""

    kills: int = 0
    acknowledged: int = 0
    """Batches of which the writer said that they are there."""
    unacknowledged: int = 0
    """Batches that are there, of which it could not say so any more."""
    lost: int = 0
    """Batches of which it said so, and they are not there."""
    partial: int = 0
    """Batches that are there in part, or in another order."""
    duplicates: int = 0
    """Events that are there twice."""
    damaged: int = 0
    """Logs whose head is another than that of their bytes, or whose read models are not right."""

    @property
    def wrong(self) -> int:
        """How many things are not as they should be."""
        return self.lost + self.partial + self.duplicates + self.damaged


def main(kills: int | None = None) -> int:
    """Kill writers on both engines and print the counts."""
    with TemporaryDirectory() as name, engines(Path(name)) as makers:
        rows = (
            ([engine], run(new_database, kills or KILLS[engine]))
            for engine, new_database in makers.items()
        )
        return tell(["engine"], Counts, rows)


@contextmanager
def engines(folder: Path) -> Iterator[dict[str, Callable[[int], str]]]:
    """How a new database is made on each engine."""
    url = postgres_server.start(folder)
    try:
        make(url, TEMPLATE, "template0")
        Timeline.open(named(url, TEMPLATE)).log.database.close()
        yield {
            "sqlite": lambda number: str(folder / f"{number}.db"),
            "postgresql": lambda number: make(url, f"kills_{number}"),
        }
    finally:
        postgres_server.stop(folder)


def run(new_database: Callable[[int], str], kills: int) -> Counts:
    """Kill a writer so often, with a new log from time to time."""
    counts = Counts()
    for start in range(0, kills, EACH):
        database = new_database(start)
        said: list[int] = []
        for number in range(min(EACH, kills - start)):
            said += killed(database, random.uniform(0, LONGEST), begun=number % 2 > 0)
            counts.kills += 1
            examine(database, said, counts)
        compare_read_models(database, counts)
        counts.acknowledged += len(said)
        counts.unacknowledged += stored(database) // BATCH - len(said)
    return counts


def killed(database: str, seconds: float, *, begun: bool) -> list[int]:
    """Let a process of its own append for a time, and kill it: the positions that it told of.

    With `begun` the time counts from its first batch on, else from its own start.
    """
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        try:
            append(database, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        first = pipe.readline() if begun else ""
        sleep(seconds)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        return [int(line) for line in (first + pipe.read()).split("\n")[:-1]]


def append(database: str, pipe: int) -> None:
    """Append batches for ever, and say of each where it ends once it is there."""
    timeline = Timeline.open(database)
    for turn in count(timeline.head().position // BATCH):
        names = [f"{turn}-{at}" for at in range(BATCH)]
        batch = [price(name, "2025-01-01", subject=f"acme/{name}", input="1") for name in names]
        os.write(pipe, b"%d\n" % timeline.append(batch).positions[-1])


def examine(database: str, said: list[int], counts: Counts) -> None:
    """Look for what is lost, there in part, there twice, or not what was recorded."""
    timeline = Timeline.open(database)
    ids = [record.id for record in timeline.log.read()]
    whole = [f"{at // BATCH}-{at % BATCH}" for at in range(len(ids))]
    counts.lost += sum(position > len(ids) for position in said)
    counts.partial += len(ids) % BATCH > 0 or ids != whole
    counts.duplicates += len(ids) - len(set(ids))
    counts.damaged += timeline.log.check() != timeline.head().position
    timeline.log.database.close()


def compare_read_models(database: str, counts: Counts) -> None:
    """Look whether the read models are what the events alone give."""
    timeline = Timeline.open(database)
    held = timeline.held(timeline.moment())
    before = rows(timeline)
    timeline.rebuild()
    counts.damaged += rows(timeline) != before or len(held) != timeline.head().position
    timeline.log.database.close()


def stored(database: str) -> int:
    """How many events there are."""
    timeline = Timeline.open(database)
    try:
        return timeline.head().position
    finally:
        timeline.log.database.close()
