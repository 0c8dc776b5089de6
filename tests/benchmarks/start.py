"""How long `ecosys --help` takes beside a bare Typer application."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from subprocess import DEVNULL
from subprocess import run as call
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.benchmarks.result import Result

ROUNDS = 15
TARGET = 1.5
BARE = """
import typer

app = typer.Typer()


@app.command()
def hello(name: str) -> None:
    '''Say hello.'''


@app.command()
def bye(name: str) -> None:
    '''Say good-bye.'''


app()
"""


def run() -> Iterator[Result]:
    """Compare by wall time, rendered for a terminal; of each the best of several, in turns."""
    with TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        ours = [str(Path(sys.executable).with_name("ecosys")), "--help"]
        others = [sys.executable, str(bare), "--help"]
        taken = [(_seconds(others), _seconds(ours)) for _ in range(ROUNDS)]
    other, own = (min(side) for side in zip(*taken, strict=True))
    yield Result(
        "ecosys --help",
        f"bare Typer {other * 1000:.0f} ms",
        f"ecosys {own * 1000:.0f} ms",
        own / other,
        TARGET,
        at_most=True,
    )


def _seconds(command: Sequence[str]) -> float:
    start = perf_counter()
    call(command, stdout=DEVNULL, check=True)
    return perf_counter() - start
