"""Requests: the API is asked everything at random, and written to, on both engines.

Sensible and senseless requests to every operation of the document, those that write under a key.
None may come to an error of the server, nor to an answer that the document does not describe.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from rich.console import Console
from rich.table import Table
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure, FailureGroup, ServerError

from tests.api.random_requests import ask, post, questions, serving, writes
from tests.endurance.kills import engines

REQUESTS = 10_000
"""How many requests each engine gets, where nothing else is said."""
EACH = 10
"""How many an operation gets in a row."""
WRITES_AS_WELL = 8
"""How many times as often as a question what writes is tried: there are two such operations."""
TOLD = 20
"""How many findings are told."""

Turn = tuple[Any, GenerationMode, Callable[[Any], Any], int]
"""An operation, how it is asked, what asks it, and how often."""


@dataclass(slots=True)
class Counts:
    """What came of some requests."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    server_errors: int = 0
    """Answers of 500 and above, and what ended in no answer."""
    findings: Counter[str] = field(default_factory=Counter)
    """What is not as the document says, with how often."""

    @property
    def wrong(self) -> int:
        """How many things are not as they should be: errors of the server are among them."""
        return self.findings.total()


def main(requests: int | None = None) -> int:
    """Ask both engines, and print the counts."""
    table = Table("engine", "requests", "2xx", "4xx", "server errors", "not as described")
    console, wrong = Console(soft_wrap=True), 0
    with TemporaryDirectory() as name, engines(Path(name)) as makers:
        for engine, new_database in makers.items():
            counts = run(new_database(0), requests or REQUESTS)
            table.add_row(engine, *(f"{each:,}" for each in columns(counts)))
            for finding, often in counts.findings.most_common(TOLD):
                console.print(f"{engine}, {often} times: {finding}", markup=False)
            wrong += counts.wrong
    console.print(table)
    return 1 if wrong else 0


def columns(counts: Counts) -> tuple[int, ...]:
    """What a line of the table tells."""
    by_hundred = Counter[int]()
    for status, often in counts.statuses.items():
        by_hundred[status // 100] += often
    undescribed = counts.findings.total()
    return counts.requests, by_hundred[2], by_hundred[4], counts.server_errors, undescribed


def run(database: str, requests: int, each: int = EACH) -> Counts:
    """Send so many requests to a server over an empty database, some to an operation in a row."""
    counts = Counts()
    with serving(database):
        for number, turn in enumerate(turns(each)):
            if counts.requests >= requests:
                break
            take(turn, number, requests, counts)
    return counts


def turns(each: int) -> Iterator[Turn]:
    """Every operation in both ways, over and over: what is asked stands among what is written."""
    kinds = [(questions, ask, each), (writes, post, each * WRITES_AS_WELL)]
    once = [
        (found.ok(), mode, send, often)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        for requests, send, often in kinds
        for found in requests(mode).get_all_operations()
    ]
    Random(0).shuffle(once)
    while True:
        yield from once


def take(turn: Turn, number: int, most: int, counts: Counts) -> None:
    """Ask an operation some times; each turn draws others."""
    operation, mode, send, often = turn
    operation.schema.config.generation.update(modes=[*GenerationMode])  # else it may end early

    @seed(number)
    @settings(
        max_examples=min(often, most - counts.requests),
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: Any) -> None:
        note(case, send, counts)

    asked()


def note(case: Any, send: Callable[[Any], Any], counts: Counts) -> None:
    """Send a request, and count what came of it."""
    counts.requests += 1
    try:
        reply = send(case)
    except (Failure, FailureGroup) as wrong:
        each = getattr(wrong, "exceptions", [wrong])
        counts.server_errors += any(isinstance(failure, ServerError) for failure in each)
        for failure in each:
            counts.findings[f"{failure.title}: {told(case)}: {failure.message[:300]}"] += 1
        return
    except Exception as crash:  # noqa: BLE001  whatever it is, it is no answer
        counts.server_errors += 1
        counts.findings[f"{type(crash).__name__}: {told(case)}: {str(crash)[:300]}"] += 1
        return
    counts.statuses[reply.status_code] += 1


def told(case: Any) -> str:
    """A request in a line."""
    return f"{case.method} {case.formatted_path} {dict(case.query or {})}"[:300]
