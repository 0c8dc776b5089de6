"""Requests per second beside Datasette, over the same rows, each with one worker.

Datasette gets its best form: an immutable file that holds the answers of one day as rows, with
indexes, no counting of facets, bare rows. Neither side compresses. Questions vary: many subjects
and models, pages of the same size. Ours are asked about seconds of that day, in two ways: each
second once only; and a few again and again, as readers do, so that answers come back from memory.
Both sides were asked everything once before that. Theirs is prepared for the day, its rows are
those of every second. Ours tells by itself between which instants the rows of an answer stay the
same, and writes them once for the time between; the moment is new in each reply.
"""

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, product
from pathlib import Path
from subprocess import run as call
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from tests.benchmarks import databases
from tests.benchmarks.result import Result
from tests.benchmarks.serving import ecosys, free_port, running

CLIENTS = 8
ROUNDS = 3
SECONDS = 4
PAGE = 100
ENOUGH = 80_000
"""More questions than can be answered in a round."""
DAY = "2026-10-15"
"""The day that is asked about."""
REPEATED = 4
"""How many seconds are asked about again and again."""
TARGETS = {"metric page of 100 points": (3, 20), "one price": (5, 8)}
"""How many times as fast: each once, and repeated."""
SCRIPT = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local at = 0
request = function()
  at = at + 1
  return wrk.format("GET", paths[(at - 1) %% #paths + 1])
end
done = function(summary, latency, requests)
  local failed = summary.errors.status + summary.errors.read + summary.errors.timeout
  print(string.format("RESULT %%f %%d", summary.requests / summary.duration * 1e6, failed))
end
"""
"""What wrk runs: it asks the lines of a file in turns."""


def run() -> Iterator[Result]:
    """Compare a metric page of 100 points and one price."""
    if not shutil.which("wrk"):
        sys.exit("This benchmark needs wrk (Debian package wrk).")
    with TemporaryDirectory() as name:
        folder = Path(name)
        with _ecosys(folder) as ours:
            rows = _Rows(ours)
            _store(rows, folder / "data.db")
            with _datasette(folder / "data.db") as theirs:
                yield from _compare(folder, ours, theirs, rows)


def _compare(folder: Path, ours: str, theirs: str, rows: "_Rows") -> Iterator[Result]:
    theirs_of = "/data/{}.json?subject={}&_size={}&_shape=array"
    their_pages = [theirs_of.format("points", each, PAGE) for each in rows.subjects]
    our_pages = [f"/v1/metrics/timeline?subject={each}&limit={PAGE}" for each in rows.subjects]
    their_prices = [theirs_of.format("prices", each, PAGE) for each in rows.models]
    our_prices = [f"/v1/prices/{each}" for each in rows.models]
    for (what, targets), other, own in zip(
        TARGETS.items(), (their_pages, their_prices), (our_pages, our_prices), strict=True
    ):
        again, *fresh = _rounds(own)
        for address, asked in ((theirs, other), (ours, again)):
            for path in asked:
                _get(address + path)
        reached = [
            (_wrk(folder, theirs, other), _wrk(folder, ours, once), _wrk(folder, ours, again))
            for once in fresh
        ]
        best, *speeds = (max(side) for side in zip(*reached, strict=True))
        for way, speed, target in zip(("each once", "repeated"), speeds, targets, strict=True):
            yield Result(
                f"{what}, {way}",
                f"Datasette {best:,.0f}/s",
                f"ecosys {speed:,.0f}/s",
                speed / best,
                target,
            )


def _rounds(paths: Sequence[str]) -> list[list[str]]:
    """The questions that are repeated, then those of each round, which nobody asked before."""
    size = ENOUGH // len(paths) + 1
    seconds = iter(_seconds())
    return [_dated(paths, list(islice(seconds, count))) for count in (REPEATED, *[size] * ROUNDS)]


class _Rows:
    """What both sides answer with, as ours tells it of the day."""

    def __init__(self, ours: str) -> None:
        everything = list(
            _pages(ours, f"/v1/metrics/timeline?as_of={DAY}&subject={{}}", _providers(ours))
        )
        self.points = [(subject, point) for subject, points in everything for point in points]
        self.subjects = [subject for subject, points in everything if len(points) >= PAGE]
        self.prices = list(_all(ours, f"/v1/prices?as_of={DAY}&limit=500"))
        self.models = sorted({row["subject"] for row in self.prices})


def _providers(ours: str) -> list[str]:
    return [row["provider"] for row in _all(ours, "/v1/providers?limit=500")]


def _pages(ours: str, path: str, subjects: Sequence[str]) -> Iterator[tuple[str, list[dict]]]:
    for subject in subjects:
        yield subject, list(_all(ours, f"{path.format(subject)}&limit=500"))


def _all(ours: str, path: str | None) -> Iterator[dict]:
    """All rows of a list, page after page."""
    while path:
        page = json.loads(_get(ours + path))
        yield from page["data"]
        path = page["links"]["next"]


def _get(address: str) -> bytes:
    with urlopen(address) as opened:
        body: bytes = opened.read()
    return body


def _store(rows: _Rows, path: Path) -> None:
    """The same rows as tables with an index by subject."""
    connection = sqlite3.connect(path)
    points = [{**point, "subject": subject} for subject, point in rows.points]
    for table, found in (("points", points), ("prices", rows.prices)):
        names = list(found[0])
        connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {', '.join(names)})")
        marks = ", ".join("?" * len(names))
        values = [[_plain(row.get(name)) for name in names] for row in found]
        connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", values)
        connection.execute(f"CREATE INDEX {table}_subject ON {table} (subject)")
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()


def _plain(value: object) -> object:
    return json.dumps(value) if isinstance(value, list | dict) else value


def _dated(paths: Sequence[str], moments: Sequence[str]) -> list[str]:
    """Each question at each moment, the subjects following each other."""
    return [
        f"{path}{'&' if '?' in path else '?'}as_of={moment}"
        for moment, path in product(moments, paths)
    ]


def _seconds() -> Iterator[str]:
    for hour, minute, second in product(range(24), range(60), range(60)):
        yield f"{DAY}T{hour:02}:{minute:02}:{second:02}Z"


def _wrk(folder: Path, address: str, paths: Sequence[str]) -> float:
    """Requests per second. A reply that is no success ends the benchmark."""
    lines, script = folder / "paths.txt", folder / "ask.lua"
    lines.write_text("\n".join(paths), encoding="utf-8")
    script.write_text(SCRIPT % lines, encoding="utf-8")
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "-s", str(script), address]
    told = call(command, capture_output=True, text=True, check=True).stdout
    speed, failed = told.partition("RESULT ")[2].split()
    if int(failed):
        sys.exit(f"{address}: {failed} requests failed")
    return float(speed)


@contextmanager
def _ecosys(folder: Path) -> Iterator[str]:
    with ecosys(databases.new(folder)) as (address, _):
        yield address


@contextmanager
def _datasette(path: Path) -> Iterator[str]:
    port = free_port()
    settings = ["--setting", "suggest_facets", "off", "--setting", "max_returned_rows", "1000"]
    command = [sys.executable, "-m", "datasette", "-i", str(path), "--port", str(port), *settings]
    with running(command, port, "/data.json") as (address, _):
        yield address
