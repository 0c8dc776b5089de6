"""How a question about one thing grows with the log: a fresh process each time.

Logs of price events, 50 changes of each of ever more models. The other side is a bare Typer
application that prints a table of rich. `ECOSYS_BENCHMARK_EVENTS` names other sizes; the largest
takes some minutes to be written.
"""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from subprocess import DEVNULL, PIPE
from subprocess import run as call
from tempfile import TemporaryDirectory

from tests.benchmarks import databases, price_log
from tests.benchmarks.result import Result

SIZES = "10000,100000,1000000"
CHANGES = 50
ROUNDS = 5
TARGET, GROWTH = 2.0, 1.3
QUESTIONS = (
    ("price", "acme/m7"),
    ("cost", "acme/m7", "--input", "1000"),
    ("resolve", "m7"),
)
BARE = """
import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer()


@app.command()
def price(name: str) -> None:
    table = Table("subject", "direction", "per million")
    table.add_row(name, "input", "1")
    table.add_row(name, "output", "2")
    Console().print(table)


app()
"""


def run() -> Iterator[Result]:
    """Compare by processor time, of each the best of several, taken in turns; then the sizes."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        bare = folder / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        first: dict[str, float] = {}
        for size in map(int, os.environ.get("ECOSYS_BENCHMARK_EVENTS", SIZES).split(",")):
            log = databases.new(folder, f"{size}")
            yield _written(log, size)
            for question in QUESTIONS:
                others, ours = [], []
                for _ in range(ROUNDS):
                    others.append(_cost([sys.executable, str(bare), "acme/m7"])[0])
                    ours.append(_cost([*_ECOSYS, *question, "--database", log]))
                other, (taken, resident) = min(others), min(ours)
                what = f"{question[0]} in a log of {size:,} events ({resident} MB)"
                yield _compared(what, f"bare Typer {other * 1000:.0f} ms", other, taken, TARGET)
                if before := first.setdefault(question[0], taken):
                    against = f"in the first log {before * 1000:.0f} ms"
                    yield _compared(what, against, before, taken, GROWTH)
            databases.remove(log)


_ECOSYS = (
    sys.executable,
    "-c",
    """
import atexit, re, sys

@atexit.register
def tell():
    status = open("/proc/self/status").read()
    print("VmHWM", re.search(r"VmHWM:\\s+(\\d+)", status)[1], file=sys.stderr)

from ecosys.__main__ import main

main()
""",
)
"""Tells at its end how much it needed: what the system tells of a child counts its parent too."""


def _compared(what: str, against: str, other: float, ours: float, target: float) -> Result:
    told = f"ecosys {ours * 1000:.0f} ms"
    return Result(what, against, told, ours / other, target, at_most=True)


def _cost(command: Sequence[str]) -> tuple[float, int]:
    """The seconds of processor time that a command itself takes, and the megabytes it needs."""
    before = getrusage(RUSAGE_CHILDREN)
    done = call(command, stdout=DEVNULL, stderr=PIPE, text=True, check=True)
    after = getrusage(RUSAGE_CHILDREN)
    taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    needed = re.search(r"VmHWM (\d+)", done.stderr)
    return taken, int(needed[1]) // 1024 if needed else 0


def _written(database: str, size: int) -> Result:
    """Write a log; what that takes, and what an event needs on disk."""
    clock = databases.clock()
    start = clock()
    timeline = price_log.write(database, size // CHANGES, CHANGES)
    taken = (clock() - start) / size
    timeline.log.database.close()
    needed = databases.size(database) / size
    told = f"{taken * 1e6:.0f} us an event"
    return Result(f"write {size:,} prices", f"{needed:.0f} bytes an event", told, taken * 1e6)
