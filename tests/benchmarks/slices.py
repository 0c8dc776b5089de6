"""What is in force of everything at a moment: it costs what its answer is large, not the log.

The same 200 models with ever more changes of their prices; then 2,000 models. Each moment is asked
once: the latest, one long past, the latest with the knowledge of long ago, and the reverse. What is
answered is compared with what was written. `ECOSYS_BENCHMARK_EVENTS` names other sizes; the
largest takes some minutes to be written.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import log
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

from ecosys.answers.answer import to_json
from ecosys.answers.prices import PriceRow, prices
from ecosys.domain.prices import Price, in_force
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from tests.benchmarks import databases, price_log
from tests.benchmarks.result import Result

T = TypeVar("T")
SIZES = "10000,100000,1000000"
FEW, MANY = 200, 2000
ASKED = 9
EXPONENT = 0.1
BARS = {"prices in force": 60.0, "the same as JSON": 150.0, "share by models": 100.0}


@dataclass(frozen=True)
class Asked:
    """A moment, and how often prices had changed by then."""

    moment: Moment
    change: int


def run() -> Iterator[Result]:
    """Measure time, of each the median over moments that were not asked before."""
    sizes = [int(size) for size in os.environ.get("ECOSYS_BENCHMARK_EVENTS", SIZES).split(",")]
    first: dict[str, float] = {}
    for size in sizes:
        for regime, taken in _regimes(size // FEW, FEW):
            before = first.setdefault(regime, taken)
            what = f"{2 * FEW} prices in force among {size:,} events, {regime}"
            told = f"in {sizes[0]:,} {before * 1000:.1f} ms", f"{taken * 1000:.1f} ms"
            grown = log(taken / before) / log(size / sizes[0]) if size > sizes[0] else 0.0
            yield Result(what, *told, grown, EXPONENT, at_most=True)
    yield from _large(max(sizes) // MANY)


def _regimes(changes: int, models: int) -> Iterator[tuple[str, float]]:
    with TemporaryDirectory() as folder:
        timeline = price_log.write(databases.new(Path(folder)), models, changes)
        for regime, asked in _moments(timeline, changes).items():
            taken, answers = _median(timeline, asked, partial(_in_force, timeline))
            for each, lines in zip(asked, answers, strict=True):
                _check(lines, each, models)
            yield regime, taken
        timeline.log.database.close()


def _large(changes: int) -> Iterator[Result]:
    with TemporaryDirectory() as folder:
        timeline = price_log.write(databases.new(Path(folder)), MANY, changes)
        works: dict[str, Callable[[Asked], object]] = {
            "prices in force": partial(_in_force, timeline),
            "the same as JSON": partial(_json, timeline),
            "share by models": lambda each: timeline.project(
                "provider_share", each.moment, {"basis": "models"}
            ),
        }
        for regime, asked in _moments(timeline, changes).items():
            for name, work in works.items():
                if name == "the same as JSON" and regime == "long past, as known now":
                    continue  # it tells all that came later too
                taken = 1000 * _median(timeline, asked, work)[0]
                what = f"{name}: {2 * MANY:,} lines, {MANY * changes:,} events, {regime}"
                yield Result(what, "–", f"{taken:.0f} ms", taken, BARS[name], at_most=True)
        timeline.log.database.close()


def _moments(timeline: Timeline, changes: int) -> dict[str, Sequence[Asked]]:
    last = changes - 1
    late = range(max(0, last - ASKED), last)
    early = range(changes // 5, min(last, changes // 5 + ASKED))

    def at(valid: int, known: int) -> Asked:
        moment = timeline.moment(price_log.day(valid), price_log.day(known))
        return Asked(moment, min(valid, known))

    return {
        "now": [at(each, each) for each in late],
        "long past": [at(each, each) for each in early],
        "now, as known long ago": [at(last, each) for each in early],
        "long past, as known now": [at(each, last) for each in early],
    }


def _check(lines: Sequence[Price], asked: Asked, models: int) -> None:
    """The prices in force must be those that were written."""
    found = {(each.subject, each.component.direction): each.component.amount for each in lines}
    for model in range(0, models, 97):
        given, answered = price_log.amounts(model, asked.change)
        subject = f"acme/m{model}"
        assert found[subject, "input"] == str(given)
        assert found[subject, "output"] == str(answered)
    assert len(lines) == 2 * models


def _json(timeline: Timeline, asked: Asked) -> bytes:
    answer = prices(timeline, asked.moment)
    return to_json(list(answer.rows), list[PriceRow])


def _in_force(timeline: Timeline, asked: Asked) -> list[Price]:
    return in_force(timeline.view(asked.moment, "price_changed"))


def _median(
    timeline: Timeline, asked: Sequence[Asked], work: Callable[[Asked], T]
) -> tuple[float, Sequence[T]]:
    """How long a question took at the moments, in the middle; and what was answered."""
    timeline.memory.clear()
    clock = databases.clock()
    taken, answers = [], []
    for each in asked:
        start = clock()
        answers.append(work(each))
        taken.append(clock() - start)
    return median(taken), answers
