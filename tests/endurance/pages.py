"""Pages: bytes of a log's file are flipped where nobody expects it, and what is said then is told.

A few bytes anywhere in the file, or in the write-ahead log beside it, are replaced: in pages of
tables, of indexes, of the schema, in unused ones. Then everything is asked that reads them. Each
ends in an error of ours, is found by the verification, or changes no answer.
"""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ecosys.errors import EcosysError
from ecosys.timeline import Timeline, verification
from tests.endurance.counted import tell
from tests.given import NOW, event, plain_price, price

FLIPS = 500
"""How many files are damaged, where nothing else is said."""
EVENTS = 120
ENDS = ("", "-wal")
"""Which of a database's files are damaged, by their ends."""


@dataclass(slots=True)
class Counts:
    """What came of some flips."""

    flips: int = 0
    told: int = 0
    """Those of which a question, or an append, ended in an error of ours."""
    found: int = 0
    """Those that the verification found, and no question met."""
    harmless: int = 0
    """Those by which nothing is otherwise."""
    shorter: int = 0
    """Write-ahead logs that SQLite reads up to the last whole transaction before the damage: the
    log is one that it was before, which only a checkpoint or a copy elsewhere can tell."""
    raw: int = 0
    """Those that ended in an error that is none of ours."""
    silent: int = 0
    """Those by which an answer was another one, and the verification found nothing."""

    @property
    def wrong(self) -> int:
        """How many things are not as they should be."""
        return self.raw + self.silent


def main(flips: int | None = None) -> int:
    """Flip bytes in both files and print the counts."""
    with TemporaryDirectory() as name:
        rows = (
            ([f"log.db{end}"], run(Path(name), end, flips or FLIPS, random.Random(), told=print))
            for end in ENDS
        )
        return tell(["file"], Counts, rows)


def run(
    folder: Path,
    end: str,
    flips: int,
    chosen: random.Random,
    told: Callable[[str], object] = lambda _: None,
) -> Counts:
    """Damage the file with this end so often, each time a copy; `told` is given what went wrong."""
    whole, states = made(folder / f"whole{end}", end)
    counts = Counts()
    for _ in range(flips):
        path = copy(whole, folder / "copy")
        where = flip(path.with_name(path.name + end), chosen)
        counts.flips += 1
        try:
            outcome = judge(path, states)
        except Exception as problem:  # noqa: BLE001  that is what is looked for
            told(f"{end or 'file'} at {where}: {type(problem).__name__}: {problem}")
            outcome = "raw"
        if outcome == "silent":
            told(f"{end or 'file'} at {where}: another answer, and nothing was found")
        setattr(counts, outcome, getattr(counts, outcome) + 1)
    return counts


def made(folder: Path, end: str) -> tuple[Path, list[object]]:
    """A log of some events that stands in the file with this end; what it answered, last first."""
    folder.mkdir()
    opened = Timeline.open(folder / "open.db", clock=lambda: NOW)
    right = {**plain_price("p1", output="3"), "subject": "acme/p1"}
    batches = [
        [price(f"p{at}", "2025-01-01", subject=f"acme/p{at}", input="1") for at in range(EVENTS)],
        [event("corrected", "c", event="p1", statement=right, fault="ours", why="?")],
    ]
    states = [answers(copy(folder / "open.db", folder / "state"))]
    for batch in batches:
        opened.append(batch)
        states.append(answers(copy(folder / "open.db", folder / "state")))
    if end == "":
        opened.log.database.close()  # all of it goes into the file
    path = copy(folder / "open.db", folder / "log")
    opened.log.database.close()
    return path, states[::-1]


def copy(database: Path, folder: Path) -> Path:
    """A copy of a database, of what stands beside it too."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for end in ENDS:
        beside = database.with_name(database.name + end)
        if beside.exists():
            shutil.copy(beside, folder / f"log.db{end}")
    return folder / "log.db"


def flip(path: Path, chosen: random.Random) -> int:
    """Replace one to eight bytes somewhere; where."""
    content = bytearray(path.read_bytes())
    where = chosen.randrange(len(content))
    for at in range(where, min(where + chosen.choice((1, 1, 2, 8)), len(content))):
        content[at] ^= chosen.randrange(1, 256)
    path.write_bytes(content)
    return where


def judge(path: Path, states: list[object]) -> str:
    """What came of the damage to a log: the name of a count."""
    try:
        answered = answers(path)
    except EcosysError:
        return "told"
    try:
        if found_by_verification(path):
            return "found"
    except EcosysError:
        return "found"
    if answered == states[0]:
        return "harmless"
    return "shorter" if answered in states else "silent"


def answers(path: Path) -> object:
    """All that is asked of a log: its events, what holds, what it costs."""
    timeline = Timeline.open(path, clock=lambda: NOW)
    try:
        moment = timeline.moment()
        held = [(each.id, each.event) for each in timeline.held(moment)]
        points = [
            (point.at, str(point.value), point.because)
            for subject in ("acme/p1", "acme/p77")
            if timeline.head().position
            for point in timeline.project("price_history", moment, {"subject": subject}).points
        ]
        records = [(each.position, each.id, each.event) for each in timeline.records()]
        return records, [held, points]
    finally:
        timeline.log.database.close()


def found_by_verification(path: Path) -> bool:
    """Whether what checks everything finds something."""
    timeline = Timeline.open(path, clock=lambda: NOW)
    try:
        return any(True for _ in verification.faults(timeline))
    finally:
        timeline.log.database.close()
