"""How long each type of page takes: of a log that was just opened, and at a moment that is new.

A page is asked for as browsers do, compressed, in this process and without a network. The target
is half a second for every page.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi.testclient import TestClient

from ecosys_api import web
from ecosys_api.app import create
from tests.api.conftest import ready
from tests.benchmarks import databases
from tests.benchmarks.result import Result
from tests.page_types import PAGE_TYPES, at

MOST_SECONDS = 0.5
NEW = "as_of=2026-10-17&known_at=2026-11-05"
"""A moment that nobody asked about before."""
HEADERS = {"Accept": "text/html", "Accept-Encoding": "gzip"}


def run() -> Iterator[Result]:
    """Time every type of page."""
    with TemporaryDirectory() as folder:
        database = databases.new(Path(folder))
        web.prepare()  # as a server does when it starts
        ready(create(database)).__exit__(None, None, None)  # it is filled once
        for name, address in PAGE_TYPES.items():
            client = ready(create(database, fill=False))
            yield _timed(f"{name}, just opened", client, address)
            yield _timed(f"{name}, at a new moment", client, at(address, NEW))
            client.__exit__(None, None, None)


def _timed(what: str, client: TestClient, address: str) -> Result:
    clock = databases.clock()
    start = clock()
    reply = client.get(address, headers=HEADERS)
    seconds = clock() - start
    assert reply.status_code == 200, f"{address}: {reply.text[:300]}"
    size = int(reply.headers["content-length"]) / 1000
    ours = f"{seconds:.2f} s, {size:.0f} kB"
    return Result(what, "half a second", ours, seconds / MOST_SECONDS, 1, at_most=True)
