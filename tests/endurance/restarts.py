"""Restarts: a server of PostgreSQL is restarted while writers append and readers ask.

It ends its clients' sessions (`fast`), or crashes and recovers (`immediate`). Whoever is hit gets
an error of ours that says what to do, and tries the same again; nothing that was acknowledged goes.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from ecosys.errors import EcosysError, Unavailable
from ecosys.timeline import Timeline
from tests.endurance.counted import tell
from tests.engines import make
from tests.given import price
from tests.log.postgres import server as postgres_server

RESTARTS = 20
"""How often each way, where nothing else is said."""
WAYS = ("fast", "immediate")
WRITERS = 4
READERS = 2
BATCH = 5
BETWEEN = 0.7
"""For how many seconds it is let alone."""
DURABLE: Mapping[str, str] = {"listen_addresses": "''", "max_connections": "50"}
"""What a server is told that keeps what it committed."""


@dataclass(slots=True)
class Counts:
    """What came of some restarts."""

    restarts: int = 0
    acknowledged: int = 0
    """Batches of which a writer was told that they are there."""
    asked: int = 0
    """Questions that were answered."""
    told: int = 0
    """Errors of ours that writers and readers got."""
    unclear: int = 0
    """Errors that are none of ours, or do not say what to do."""
    stuck: int = 0
    """Writers that appended nothing more once the server was back."""
    lost: int = 0
    partial: int = 0
    duplicates: int = 0
    disordered: int = 0
    """Batches of one writer that stand before an earlier one of his."""
    damaged: int = 0

    @property
    def wrong(self) -> int:
        """How many things are not as they should be."""
        return (
            self.unclear
            + self.stuck
            + self.lost
            + self.partial
            + self.duplicates
            + self.disordered
            + self.damaged
        )


class Load:
    """Writers and readers of one database, each in a thread."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.timeline = Timeline.open(database)  # one for all, as in a server of ours
        self.counts = Counts()
        self.said: list[list[int]] = [[] for _ in range(WRITERS)]
        """For each writer the turns that were acknowledged."""
        self.ended = threading.Event()
        self._lock = threading.Lock()
        works = [
            *(threading.Thread(target=self.write, args=(number,)) for number in range(WRITERS)),
            *(threading.Thread(target=self.read) for _ in range(READERS)),
        ]
        self.threads = works
        for each in works:
            each.start()

    def write(self, writer: int) -> None:
        """Append batch after batch; one of which nobody knows whether it is there, again."""
        for turn in count():
            names = [f"{writer}-{turn}-{at}" for at in range(BATCH)]
            events = [price(id, "2025-01-01", subject=f"acme/w{writer}", input="1") for id in names]
            while not self.tried(lambda events=events: self.timeline.append(events)):
                if self.ended.wait(0.05):
                    return
            self.said[writer].append(turn)
            if self.ended.is_set():
                return

    def read(self) -> None:
        """Ask what a thing costs, again and again."""
        while not self.ended.wait(0.02):
            if self.tried(lambda: self.timeline.held(self.timeline.moment(), subject="acme/w0")):
                with self._lock:
                    self.counts.asked += 1

    def tried(self, act: object) -> bool:
        """Do something; whether it was done. What it ended in is counted."""
        try:
            act()  # type: ignore[operator]
        except EcosysError as problem:
            is_clear = isinstance(problem, Unavailable) and bool(problem.hint)
            with self._lock:
                self.counts.told += is_clear
                self.counts.unclear += not is_clear
            if not is_clear:
                print(f"unclear: {problem!r}")
            return False
        except Exception as problem:  # noqa: BLE001  that is what is looked for
            with self._lock:
                self.counts.unclear += 1
            print(f"raw: {problem!r}")
            return False
        return True

    def goes_on(self, seconds: float = 30) -> bool:
        """Whether each writer appends something more."""
        before, end = [len(each) for each in self.said], monotonic() + seconds
        while monotonic() < end:
            if all(len(each) > had for each, had in zip(self.said, before, strict=True)):
                return True
            sleep(0.05)
        return False

    def stop(self) -> Counts:
        """End all of them, and look at what is there."""
        self.ended.set()
        for each in self.threads:
            each.join(60)
        self.timeline.log.database.close()
        examine(self.database, self.said, self.counts)
        return self.counts


def main(restarts: int | None = None) -> int:
    """Restart a server under load both ways and print the counts."""
    return tell(["way"], Counts, (([way], run(way, restarts or RESTARTS)) for way in WAYS))


def run(way: str, restarts: int) -> Counts:
    """Restart a server of its own so often while others write to it and ask it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        try:
            url = postgres_server.start(folder, DURABLE)
            load = Load(make(url, "restarts", "template0"))
            try:
                for _ in range(restarts):
                    sleep(BETWEEN)
                    postgres_server.restart(folder, way)
                    load.counts.restarts += 1
                    load.counts.stuck += not load.goes_on()
            finally:
                counts = load.stop()
            return counts
        finally:
            postgres_server.stop(folder)


def examine(database: str, said: list[list[int]], counts: Counts) -> None:
    """Look for what is lost, there in part, there twice, or in another order."""
    timeline = Timeline.open(database)
    try:
        ids = [record.id for record in timeline.log.read()]
        counts.damaged += timeline.log.check() != timeline.head().position
        counts.damaged += len(timeline.held(timeline.moment())) != len(ids)
    finally:
        timeline.log.database.close()
    there = set(ids)
    counts.duplicates += len(ids) - len(there)
    turns: list[list[int]] = [[] for _ in said]
    for start in range(0, len(ids), BATCH):
        writer, turn, _ = map(int, ids[start].split("-"))
        counts.partial += ids[start : start + BATCH] != [
            f"{writer}-{turn}-{at}" for at in range(BATCH)
        ]
        turns[writer].append(turn)
    for stands, told in zip(turns, said, strict=True):
        counts.acknowledged += len(told)
        counts.lost += len(set(told) - set(stands))
        counts.disordered += stands != sorted(stands)
