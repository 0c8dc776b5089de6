"""How long an audit of 20,000 files takes beside a search for all ids, and what others find there.

The others are those that are installed (the extra `benchmarks`). What they find is counted in
lines: of the planted ones, and of those with a word that only looks like an id. They know only ids
that have an end: of the planted ones those count for them of which ecosys says so.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE
from subprocess import run as call
from tempfile import TemporaryDirectory
from time import perf_counter

from ecosys.answers.audit import model_names
from ecosys.seeding.open import open_timeline
from tests.audit_tree import Plant, grow, ids
from tests.benchmarks.result import Result

FILES, PLANTED, MISSES = 20_000, 200, 2_000
ROUNDS = 5
TARGET = 6.0
NO_CACHE = "PYTHONDONTWRITEBYTECODE"
"""What would make Python compile ecosys at every start, which no installed package does."""
LINES_OF_THE_OTHER = """
import sys
from pathlib import Path
from llm_deprecation.scanner import scan_project
for path, line, _ in scan_project(Path(sys.argv[1])):
    print(f"{path}:{line}")
"""
Places = set[tuple[str, int]]


def run() -> Iterator[Result]:
    """Compare by wall time, files warm, the best of several in turns; then by what is found."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        tree, database = root / "tree", root / "ecosys.db"
        timeline = open_timeline(database, show_progress=False)
        known = ids(model_names(timeline, timeline.moment()))
        timeline.log.database.close()
        plants = grow(tree, known, FILES, PLANTED, MISSES)
        (root / "ids").write_text("\n".join(known) + "\n", encoding="utf-8")
        ours = [sys.executable, "-m", "ecosys", "audit", str(tree), "--format", "json"]
        ours += ["--database", str(database)]
        grep = ["grep", "-rFf", str(root / "ids"), str(tree)]
        taken = [(_seconds(grep), _seconds(ours)) for _ in range(ROUNDS)]
        other, own = (min(side) for side in zip(*taken, strict=True))
        yield Result(
            f"audit of {FILES:,} files",
            f"grep -rFf {other:.2f} s",
            f"ecosys {own:.2f} s",
            own / other,
            TARGET,
            at_most=True,
        )
        yield from _found(tree, plants, json.loads(_said(ours)))


def _found(tree: Path, plants: Sequence[Plant], answer: dict) -> Iterator[Result]:
    """What each finds of the planted ids, and what of the rest."""
    planted = {(plant.file, plant.line) for plant in plants}
    ours = {(row["file"], row["line"]) for row in answer["data"]}
    ending = {
        (row["file"], row["line"]) for row in answer["data"] if row["status"] != "no_end_known"
    }
    yield _result("ids planted and found", planted, planted, ours)
    for name, theirs in _others(tree):
        yield _result(f"ids with an end found: {name}", planted, ending & planted, theirs)


def _result(what: str, planted: Places, wanted: Places, found: Places) -> Result:
    right, wrong = len(found & wanted), len(found - planted)
    told = f"{right} of {len(wanted)}, {wrong} wrong"
    return Result(what, f"{len(wanted)} planted", told, right / max(1, len(wanted)))


def _others(tree: Path) -> Iterator[tuple[str, Places]]:
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    if command := shutil.which("llm-sunset", path=places):
        words = [command, "scan", str(tree), "--format", "json", "--all-platforms"]
        said = _said(words) or _said(words[:-1])
        findings = json.loads(said)["findings"]
        yield "llm-sunset", {(each["path"], each["line"]) for each in findings}
    if command := shutil.which("llm-deprecation", path=places):
        python = str(Path(command).with_name("python"))  # its command does not tell the lines
        lines = _said([python, "-c", LINES_OF_THE_OTHER, str(tree)]).splitlines()
        parts = (line.rpartition(":") for line in lines)
        yield "llm-model-deprecation", {(path, int(number)) for path, _, number in parts}


def _seconds(command: Sequence[str]) -> float:
    cached = {name: value for name, value in os.environ.items() if name != NO_CACHE}
    start = perf_counter()
    call(command, stdout=DEVNULL, stderr=DEVNULL, check=False, env=cached)
    return perf_counter() - start


def _said(command: Sequence[str]) -> str:
    return call(command, stdout=PIPE, stderr=DEVNULL, check=False, text=True).stdout
