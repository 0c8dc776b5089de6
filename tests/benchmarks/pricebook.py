"""How long a price takes to look up in a price book beside genai-prices, and whether both agree.

Both are asked what 1,000 tokens in and 500 out cost, of models and days that both know, drawn at
random. Where they differ, the model and the days are printed with both answers.
"""

import os
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from operator import itemgetter
from statistics import median
from subprocess import run as call
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple
from unittest.mock import patch

from ecosys.client import PriceBook
from tests.benchmarks.result import Result

QUESTIONS, ROUNDS, STARTS = 1_000, 15, 15
SPANS = 50
"""In how many parts theirs are timed: each takes about as long as all of ours, a millisecond, so
that what else the machine does disturbs both alike."""
LOOPS = 5
"""How many times ours are gone through in a row; theirs would have been called before as well."""
FIRST, LAST = date(2023, 6, 1), date(2026, 11, 1)
IN, OUT = 1_000, 500
TARGET = 50.0
"""How many lookups of ours go into one of theirs."""
IMPORT = "from time import perf_counter as now; start = now(); {}; print(now() - start)"
OURS, THEIRS = "from ecosys.client import PriceBook", "import genai_prices"
PROVIDERS = ("openai", "anthropic", "google", "mistral", "deepseek", "cohere", "x-ai")


class Question(NamedTuple):
    """What is asked: of a model, by its provider's id, at noon of a day."""

    provider: str
    model: str
    noon: datetime

    @property
    def day(self) -> date:
        """The day."""
        return self.noon.date()


class Loaded(NamedTuple):
    """A book, and how long it took to have it."""

    seconds: float
    book: PriceBook


Lookup = Callable[[], Decimal | None]


def run() -> Iterator[Result]:
    """Compare by wall time, in turns: the import, a lookup; the book's own loading beside it."""
    yield _imports()
    with TemporaryDirectory() as folder, patch.dict(os.environ, XDG_CACHE_HOME=folder):
        made, *read = (_timed(PriceBook.load) for _ in range(4))
    book = made.book
    told = f"made {made.seconds:.1f} s, from then on {min(each.seconds for each in read):.2f} s"
    yield Result("load the price book", "–", told, 1.0)
    questions = list(_questions(book))
    ours, theirs = ([ask(each) for each in questions] for ask in (partial(_ours, book), _theirs))
    yield _agreement(questions, ours, theirs)
    other, own = _best(theirs, ours)
    yield Result(
        f"a lookup, of {len(questions):,} that both know",
        f"genai-prices {other * 1e6:.1f} µs",
        f"PriceBook {own * 1e6:.2f} µs",
        other / own,
        TARGET,
    )


def _timed(load: Callable[[], PriceBook]) -> Loaded:
    start = perf_counter()
    book = load()
    return Loaded(perf_counter() - start, book)


def _ours(book: PriceBook, asked: Question) -> Lookup:
    cost, name, day = book.cost, f"{asked.provider}/{asked.model}", asked.day
    return lambda: cost(name, day, input=IN, output=OUT)


def _theirs(asked: Question) -> Lookup:
    from genai_prices import Usage, calc_price

    usage = Usage(input_tokens=IN, output_tokens=OUT)
    provider, model, noon = asked
    return lambda: (
        calc_price(usage, model, provider_id=provider, genai_request_timestamp=noon).total_price
    )


def _questions(book: PriceBook) -> Iterator[Question]:
    """Models and days that both know."""
    drawn = random.Random("which models")  # always the same
    names = (name.partition("/") for name in sorted(book.grids))
    models = [(maker, model) for maker, _, model in names if maker in PROVIDERS and model]
    given = 0
    while given < QUESTIONS:
        day = FIRST + timedelta(days=drawn.randrange((LAST - FIRST).days + 1))
        question = Question(*drawn.choice(models), datetime.combine(day, time(12), tzinfo=UTC))
        if _ours(book, question)() is not None and _is_known(_theirs(question)):
            given += 1
            yield question


def _is_known(lookup: Lookup) -> bool:
    try:
        return lookup() is not None
    except LookupError:
        return False


def _agreement(
    questions: Sequence[Question], ours: Sequence[Lookup], theirs: Sequence[Lookup]
) -> Result:
    differing: dict[tuple[str, Any, Any], list[date]] = defaultdict(list)
    for asked, own, other in zip(questions, ours, theirs, strict=True):
        if own() != other():
            differing[f"{asked.provider}/{asked.model}", own(), other()].append(asked.day)
    for (model, own_amount, other_amount), days in sorted(differing.items(), key=itemgetter(0)):
        span = f"{min(days)}..{max(days)}" if len(days) > 1 else str(days[0])
        print(f"{model}: ours {own_amount:f}, genai-prices {other_amount:f}, on {span}")
    equal = len(questions) - sum(map(len, differing.values()))
    told = f"{equal:,} of {len(questions):,} equal, the others printed"
    return Result("amounts of both", "genai-prices", told, equal / len(questions))


def _best(theirs: Sequence[Lookup], ours: Sequence[Lookup]) -> tuple[float, float]:
    """Seconds a lookup, of theirs and of ours: of each part the best of some rounds, in turns."""
    size = len(theirs) // SPANS
    parts = [theirs[start : start + size] for start in range(0, len(theirs), size)]
    rounds = [
        ([_seconds(part) for part in parts], min(_seconds(ours) for _ in range(LOOPS)))
        for _ in range(ROUNDS)
    ]
    other = sum(map(min, zip(*(spent for spent, _ in rounds), strict=True)))
    return other / len(theirs), min(own for _, own in rounds) / len(ours)


def _seconds(lookups: Sequence[Lookup]) -> float:
    start = perf_counter()
    for lookup in lookups:
        lookup()
    return perf_counter() - start


def _imports() -> Result:
    """The median of several starts, in turns, of modules that are compiled already."""
    taken = [(_import(THEIRS), _import(OURS)) for _ in range(STARTS + 1)][1:]
    other, own = (median(side) for side in zip(*taken, strict=True))
    return Result(
        "import",
        f"genai-prices {other * 1000:.0f} ms",
        f"ecosys.client {own * 1000:.0f} ms",
        own / other,
        1.0,
        at_most=True,
    )


def _import(statement: str) -> float:
    cached = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    words = [sys.executable, "-c", IMPORT.format(statement)]
    return float(call(words, capture_output=True, check=True, text=True, env=cached).stdout)
