"""Interrupted: what writes much is killed in its midst, and the next start makes good what is left.

Filling from a release, copying an exported log, importing a source, making anew and migrating: a
process that does it is killed at any time. Then the log is opened as anybody opens it, checked, the
same is done again to its end, and all of it is compared with a log at which nobody was killed.
"""

import os
import random
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import NamedTuple

from ecosys.errors import EcosysError
from ecosys.importers.litellm import litellm
from ecosys.ingest.run import take
from ecosys.ingest.snapshots import Snapshot
from ecosys.log import migrate
from ecosys.log.engines import as_it_is
from ecosys.log.release import follow, read_lines, released_log, restore
from ecosys.timeline import Timeline, verification
from ecosys.values import when
from tests.endurance.counted import Row, tell
from tests.endurance.kills import engines
from tests.given import price
from tests.importers.payloads import as_json

KILLS = {"sqlite": 100, "postgresql": 30}
"""How often each of them is killed, where nothing else is said."""
LINES = 1100
"""How many lines of the release a log is filled with: they are written in two parts."""
DAYS = ("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04")
"""The days on which a source was read."""
MODELS = 15
EVENTS = 120
"""How many events there are before they are folded anew, or their tables brought up to date."""
OLDEST = "0001"
"""The revision that a migration begins at."""


class Work(NamedTuple):
    """Something that writes much."""

    prepare: Callable[[str], None]
    """Makes a database of what is there before."""
    do: Callable[[str], None]
    """Does it; what was done before is not done twice."""
    whole: frozenset[int]
    """Where the log may end: between two of these nobody may ever see it."""


@dataclass(slots=True)
class Counts:
    """What came of some kills."""

    kills: int = 0
    midst: int = 0
    """Those that were in time: the process had begun and was not done."""
    partial: int = 0
    """Logs that end where no append ended."""
    damaged: int = 0
    """Logs whose bytes do not give their head."""
    unmended: int = 0
    """Logs that are not, once it was done again, what they are where nobody was killed."""

    @property
    def wrong(self) -> int:
        """How many things are not as they should be."""
        return self.partial + self.damaged + self.unmended


def main(kills: int | None = None) -> int:
    """Kill each of them on both engines and print the counts."""
    with TemporaryDirectory() as name, engines(Path(name)) as makers:
        return tell(["engine", "what"], Counts, _killed(makers, kills))


def _killed(makers: Mapping[str, Callable[[int], str]], kills: int | None) -> Iterator[Row]:
    for engine, new_database in makers.items():
        numbers = count()
        for what, work in works().items():
            each = partial(numbered, new_database, numbers)
            yield [engine, what], run(each, work, kills or KILLS[engine])


def numbered(new_database: Callable[[int], str], numbers: Iterator[int]) -> str:
    """One more database."""
    return new_database(next(numbers))


def works(lines: int = LINES, events: int = EVENTS) -> Mapping[str, Work]:
    """What is killed, by name."""
    release = list(read_lines(released_log()))[:lines]
    all_or_none = frozenset({0, lines})
    filled = frozenset({events})
    return {
        "seed": Work(empty, with_timeline(lambda each: follow(each.log, release)), all_or_none),
        "copy": Work(empty, with_timeline(lambda each: restore(each.log, release)), all_or_none),
        "import": Work(empty, with_timeline(import_days), import_ends()),
        "rebuild": Work(lambda database: fill(database, events), with_timeline(rebuild), filled),
        "migrate": Work(lambda database: older(database, events), empty, filled),
    }


def run(new_database: Callable[[], str], work: Work, kills: int) -> Counts:
    """Kill a process at some work so often, each time with a database of its own."""
    counts, seconds = Counts(), 0.0
    undisturbed = new_database()
    work.prepare(undisturbed)
    begun = monotonic()
    work.do(undisturbed)
    seconds = monotonic() - begun
    expected = contents(undisturbed)
    for _ in range(kills):
        database = new_database()
        work.prepare(database)
        counts.midst += killed(work, database, random.uniform(0, seconds * 1.2))
        counts.kills += 1
        examine(work, database, expected, counts)
    return counts


def killed(work: Work, database: str, seconds: float) -> bool:
    """Let a process of its own work for a time, and kill it; whether it was not done."""
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        status = 1
        try:
            os.write(writing, b".")
            work.do(database)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    os.read(reading, 1)
    os.close(reading)
    sleep(seconds)
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(process, 0)[1])


def examine(work: Work, database: str, expected: object, counts: Counts) -> None:
    """Open what is left as anybody does, check it, and do the same to its end."""
    try:
        timeline = Timeline.open(database)
        counts.damaged += timeline.log.check() != timeline.head().position
        counts.partial += timeline.head().position not in work.whole
        timeline.log.database.close()
    except EcosysError:
        counts.damaged += 1
        return
    work.do(database)
    counts.unmended += contents(database) != expected


def contents(database: str) -> object:
    """What is in a log, but for the times; and how its read models answer."""
    timeline = Timeline.open(database)
    try:
        held = [(each.id, each.position) for each in timeline.held(timeline.moment())]
        faults = list(verification.faults(timeline))
        return [(each.position, each.event) for each in timeline.records()], held, faults
    finally:
        timeline.log.database.close()


# What is done


def with_timeline(act: Callable[[Timeline], object]) -> Callable[[str], None]:
    """Does something with a database that is opened for it."""

    def do(database: str) -> None:
        timeline = Timeline.open(database)
        try:
            act(timeline)
        finally:
            timeline.log.database.close()

    return do


def empty(database: str) -> None:
    """Make the tables, or bring them up to date."""
    with_timeline(lambda _: None)(database)


def import_days(timeline: Timeline) -> None:
    """Take in what a source said on some days."""
    for number, day in enumerate(DAYS):
        models = {
            f"model-{at}": {
                "litellm_provider": "acme",
                "mode": "chat",
                "input_cost_per_token": (1 + (at + number) % 7) * 1e-6,
                "output_cost_per_token": 9e-06,
            }
            for at in range(MODELS)
        }
        take(timeline, litellm, Snapshot(day, when.read(day), as_json(models)))


def import_ends() -> frozenset[int]:
    """Where a log may end while these days are taken in: after each append of it."""
    ends = {0}
    with TemporaryDirectory() as folder:
        timeline = Timeline.open(f"{folder}/log.db")
        append = timeline.log.append

        def noting(*given: object, **more: object) -> object:
            done = append(*given, **more)  # type: ignore[arg-type]
            ends.add(timeline.head().position)
            return done

        timeline.log.append = noting  # type: ignore[assignment,method-assign]
        import_days(timeline)
        timeline.log.database.close()
    return frozenset(ends)


def rebuild(timeline: Timeline) -> None:
    """Make anew what follows from the events."""
    timeline.rebuild()


def fill(database: str, events: int) -> None:
    """Append some events."""
    made = [price(f"p{at}", "2025-01-01", subject=f"acme/m{at}", input="1") for at in range(events)]
    with_timeline(lambda timeline: timeline.append(made))(database)


def older(database: str, events: int) -> None:
    """A database with events whose tables are of the oldest revision."""
    fill(database, events)
    opened = as_it_is(database)
    migrate.run(opened, "downgrade", OLDEST)
    opened.close()
