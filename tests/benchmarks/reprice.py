"""How long a log of a million rows takes: with the extra `analytics`, and by Python alone.

The other side is a bound of wall time on two cores. Beside it stands the same work done naively,
one question for each row, as far as some hundred questions tell.
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import PIPE
from subprocess import run as call
from tempfile import TemporaryDirectory
from time import perf_counter

from ecosys.answers.cost import cost
from ecosys.seeding.open import open_timeline
from ecosys.timeline import Timeline
from tests.benchmarks.result import Result

ROWS = 1_000_000
BOUNDS = {"duckdb": 20.0, "python": 120.0}
"""Seconds of wall time that each engine may take."""
FIRST = datetime(2025, 1, 1, tzinfo=UTC)
SECONDS = 600 * 86_400
MODELS = (
    *("gpt-4o", "gpt-4o-mini", "openai/o3", "gpt-4.1", "claude-sonnet-4-20250514"),
    *("deepseek-chat", "gemini-2.5-pro", "gemini-2.0-flash", "gpt-5", "my-model"),
)
QUESTIONS = 200
"""How many rows are asked one by one."""


def run() -> Iterator[Result]:
    """Time `ecosys reprice` in a process of its own, totals alone and with all rows written."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        usage, database = root / "usage.csv", root / "ecosys.db"
        timeline = open_timeline(database, show_progress=False)
        naive = _one_by_one(timeline)
        timeline.log.database.close()
        write(usage, ROWS)
        answers = []
        for engine, bound in BOUNDS.items():
            words = [str(usage), "--engine", engine, "--database", str(database)]
            taken, said = _timed([*words, "--format", "json"])
            answers.append(said)
            yield _result(f"totals of {ROWS:,} rows, {engine}", taken, bound)
            target = root / f"{engine}.csv"
            taken, _ = _timed([*words, "--output", str(target)])
            yield _result(f"{ROWS:,} rows written, {engine}", taken, bound)
        same = answers[0] == answers[1] and _same(root, [*BOUNDS])
        yield Result("both engines give the same", "yes", "yes" if same else "no", float(same), 1.0)
        each = f"{naive * ROWS:,.0f} s"
        yield Result("one question a row", each, f"{taken:.1f} s", naive * ROWS / taken)


def write(path: Path, rows: int) -> None:
    """A log of usage of so many rows."""
    draw = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write("id,timestamp,model,tier,input_tokens,cache_read_tokens,output_tokens,cost\n")
        for number in range(rows):
            at = FIRST + timedelta(seconds=draw.randrange(SECONDS))
            cached = draw.choice((0, 0, draw.randrange(20_000)))
            file.write(
                f"r{number},{at.isoformat()},{draw.choice(MODELS)},"
                f"{draw.choice(('standard', 'standard', 'batch', ''))},{draw.randrange(300_000)},"
                f"{cached},{draw.randrange(5000)},{draw.random() * 0.01:.6f}\n"
            )


def _one_by_one(timeline: Timeline) -> float:
    """How long one question takes, in seconds."""
    draw = random.Random(2)
    start = perf_counter()
    for _ in range(QUESTIONS):
        at = FIRST + timedelta(seconds=draw.randrange(SECONDS))
        moment = timeline.moment(as_of=at.isoformat())
        cost(timeline, moment, "openai/gpt-4o", {"input": 1000, "output": 500})
    return (perf_counter() - start) / QUESTIONS


def _timed(words: Sequence[str]) -> tuple[float, object]:
    command = [sys.executable, "-m", "ecosys", "reprice", *words]
    start = perf_counter()
    done = call(command, stdout=PIPE, check=True, text=True)
    taken = perf_counter() - start
    return taken, json.loads(done.stdout) if done.stdout.startswith("{") else None


def _result(what: str, taken: float, bound: float) -> Result:
    return Result(what, f"≤ {bound:.0f} s", f"{taken:.1f} s", taken / bound, 1.0, at_most=True)


def _same(folder: Path, engines: Sequence[str]) -> bool:
    one, other = ((folder / f"{engine}.csv").read_bytes() for engine in engines)
    return one == other
