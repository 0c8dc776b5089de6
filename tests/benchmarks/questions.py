"""How long each question takes that is asked once: processor time, in a fresh process each.

Every metric with its defaults, the claims, and the lists that a reader asks for without naming
anything, over the released log; `--feeds FOLDER` has them asked as well over that log with all that
the public sources of a folder published. What is timed begins once code and log are open: what a
start takes is in `ecosys price`, which is timed as a whole. The worst stand first.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from subprocess import DEVNULL
from subprocess import run as call
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from ecosys.answers.answer import Answer
from ecosys.answers.changes import changes
from ecosys.answers.claims import claims
from ecosys.answers.conflicts import conflicts
from ecosys.answers.deprecations import deprecations
from ecosys.answers.metric import metric
from ecosys.answers.models import models
from ecosys.answers.prices import prices
from ecosys.answers.providers import providers
from ecosys.event import event_types
from ecosys.moment import Moment
from ecosys.projection import projections
from ecosys.seeding.open import Fill, open_timeline
from ecosys.timeline import Timeline
from ecosys.values.memory import collect_less_often
from tests.benchmarks.result import Result
from tests.ingest.feeds import take_all

ROUNDS = 3
BAR = 300
START_BAR = 350
"""Milliseconds of a question, and of a command that asks for one price."""
FEEDS = "ECOSYS_BENCHMARK_FEEDS"
COMMAND = ("price", "openai/o3")
Question = Callable[[Timeline, Moment], Answer[Any]]
LISTS: Mapping[str, Question] = {
    "claims": claims,
    "conflicts": conflicts,
    "changes": changes,
    "models": models,
    "providers": providers,
    "prices": prices,
    "deprecations": deprecations,
}


def run() -> Iterator[Result]:
    """Ask everything of the release, and of a log with the feeds of a folder if one is named."""
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log.db"
        timeline = open_timeline(log, fill=Fill.ALWAYS, show_progress=False)
        timeline.held(timeline.moment())  # whoever asks first fills what is read
        yield from _asked_all(timeline, log)
        if feeds := os.environ.get(FEEDS):
            timeline = Timeline.open(log)
            take_all(timeline, Path(feeds))
            timeline.held(timeline.moment())
            yield from _asked_all(timeline, log)


def questions() -> Mapping[str, Question]:
    """All that is asked, by name."""
    of_metrics = {name: partial(_metric, name) for name in sorted(projections)}
    return {**LISTS, **of_metrics}


def _metric(name: str, timeline: Timeline, moment: Moment) -> Answer[Any]:
    return metric(timeline, moment, name, {})


def _asked_all(timeline: Timeline, log: Path) -> list[Result]:
    """How long each question took, the worst first; then the command."""
    events = f"{timeline.head().position:,} events"
    timeline.log.database.close()
    taken = [
        (*min(_asked(log, name) for _ in range(ROUNDS)), f"{name} of {events}")
        for name in questions()
    ]
    results = [
        _result(what, f"{ms:.0f} ms for {rows} rows", ms, BAR)
        for ms, rows, what in sorted(taken, reverse=True)
    ]
    ms = min(_commanded(log) for _ in range(ROUNDS))
    what = f"ecosys {' '.join(COMMAND)} of {events}"
    return [*results, _result(what, f"{ms:.0f} ms", ms, START_BAR)]


def _result(what: str, told: str, ms: float, bar: int) -> Result:
    return Result(what, f"the bar {bar} ms", told, ms, bar, at_most=True)


def _asked(log: Path, name: str) -> tuple[float, int]:
    """The milliseconds that a question takes in a process of its own, and how many rows it gets."""
    command = [sys.executable, "-m", __name__, str(log), name]
    taken, rows = call(command, capture_output=True, text=True, check=True).stdout.split()
    return float(taken), int(rows)


def _commanded(log: Path) -> float:
    """The milliseconds that a command takes, its start included; as installed, it is compiled."""
    ours = str(Path(sys.executable).with_name("ecosys"))
    compiled = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    before = getrusage(RUSAGE_CHILDREN)
    call([ours, *COMMAND, "--database", str(log)], stdout=DEVNULL, env=compiled, check=True)
    after = getrusage(RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main(log: str, name: str) -> None:
    """Ask one question of a log, and tell what it took."""
    collect_less_often()
    asked = questions()[name]
    loaded = [*projections.values(), *event_types.values()]
    timeline = Timeline.open(log)
    moment = timeline.moment()
    start = process_time()
    rows = asked(timeline, moment).rows
    taken = 1000 * (process_time() - start)
    assert loaded
    print(taken, len(rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
