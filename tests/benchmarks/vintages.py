"""How long the vintages of each metric take over the released log: a fresh process each.

The bar is a second of processor time, the start of the interpreter included. Every metric is asked
with its defaults, the best of several.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import run as call
from tempfile import TemporaryDirectory

from ecosys.projection import projections
from ecosys.seeding.open import Fill, open_timeline
from tests.benchmarks import databases
from tests.benchmarks.result import Result

ROUNDS = 3
BAR = 1.0
ASKED = """
import sys
from time import {clock}

began = {began}
from ecosys.answers.metric import vintages
from ecosys.timeline import Timeline

timeline = Timeline.open(sys.argv[1])
rows = vintages(timeline, timeline.moment(), sys.argv[2], {{}}).rows
print({clock}() - began, len(rows))
"""


def run() -> Iterator[Result]:
    """Ask every metric, and tell the time of the process against the bar."""
    with TemporaryDirectory() as folder:
        log = databases.new(Path(folder))
        timeline = open_timeline(log, fill=Fill.ALWAYS, show_progress=False)
        timeline.held(timeline.moment())  # whoever asks first fills what is read
        timeline.log.database.close()
        for name in sorted(projections):
            taken, rows = min(_asked(log, name) for _ in range(ROUNDS))
            told = f"{taken * 1000:.0f} ms for {rows} rows"
            what = f"vintages of {name}"
            yield Result(what, f"the bar {BAR:g} s", told, taken / BAR, BAR, at_most=True)


def _asked(log: str, name: str) -> tuple[float, int]:
    """The seconds of a process that asks a metric, and how many rows it got."""
    clock = databases.clock().__name__
    script = ASKED.format(clock=clock, began="0" if clock == "process_time" else f"{clock}()")
    command = [sys.executable, "-c", script, log, name]
    taken, rows = call(command, capture_output=True, text=True, check=True).stdout.split()
    return float(taken), int(rows)
