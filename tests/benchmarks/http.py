"""Requests per second beside Datasette, over the same rows, each with one worker.

Datasette gets its best form: an immutable file with indexes, no counting of facets, bare rows.
Questions vary: many subjects, pages, models, days. Ours are asked in two ways: in turns, as readers
do, so that answers come back from memory; and each once only, by a second of the day that nobody
asked about before.
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

from tests.benchmarks.result import Result
from tests.benchmarks.serving import ecosys, free_port, running

CLIENTS = 8
ROUNDS = 3
SECONDS = 4
PAGE = 100
ENOUGH = 80_000
"""More questions than can be answered in a round."""
DAYS = [f"202{year}-{month:02}-15" for year, month in product(range(3, 7), range(1, 13))][:46]
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
    for what, target, other, own in (
        (f"metric page of {PAGE} points", 10, their_pages, our_pages),
        ("one price", 5, their_prices, our_prices),
    ):
        again = _dated(own, DAYS)
        fresh = [_dated(own, _seconds_of(day, ENOUGH // len(own) + 1)) for day in DAYS[-ROUNDS:]]
        reached = [
            (
                _wrk(folder, theirs, other),
                _wrk(folder, ours, again),
                _wrk(folder, ours, fresh[turn]),
            )
            for turn in range(ROUNDS)
        ]
        best, repeated, once = (max(side) for side in zip(*reached, strict=True))
        for way, speed, wanted in (("in turns", repeated, target), ("each once", once, None)):
            yield Result(
                f"{what}, {way}",
                f"Datasette {best:,.0f}/s",
                f"ecosys {speed:,.0f}/s",
                speed / best,
                wanted,
            )


class _Rows:
    """What both sides answer with, as ours tells it."""

    def __init__(self, ours: str) -> None:
        everything = list(_pages(ours, "/v1/metrics/timeline?subject={}", _providers(ours)))
        self.points = [(subject, point) for subject, points in everything for point in points]
        self.subjects = [subject for subject, points in everything if len(points) >= PAGE]
        self.prices = list(_all(ours, "/v1/prices?limit=500"))
        self.models = sorted({row["subject"] for row in self.prices})


def _providers(ours: str) -> list[str]:
    return [row["provider"] for row in _all(ours, "/v1/providers?limit=500")]


def _pages(ours: str, path: str, subjects: Sequence[str]) -> Iterator[tuple[str, list[dict]]]:
    for subject in subjects:
        yield subject, list(_all(ours, f"{path.format(subject)}&limit=500"))


def _all(ours: str, path: str | None) -> Iterator[dict]:
    """All rows of a list, page after page."""
    while path:
        with urlopen(ours + path) as opened:
            page = json.load(opened)
        yield from page["data"]
        path = page["links"]["next"]


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


def _seconds_of(day: str, count: int) -> list[str]:
    hours = product(range(24), range(60), range(60))
    return [f"{day}T{h:02}:{m:02}:{s:02}Z" for h, m, s in islice(hours, count)]


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
    with ecosys(folder / "ecosys.db") as (address, _):
        yield address


@contextmanager
def _datasette(path: Path) -> Iterator[str]:
    port = free_port()
    settings = ["--setting", "suggest_facets", "off", "--setting", "max_returned_rows", "1000"]
    command = [sys.executable, "-m", "datasette", "-i", str(path), "--port", str(port), *settings]
    with running(command, port, "/data.json") as (address, _):
        yield address
