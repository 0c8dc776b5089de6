"""The API over the released log, in this process."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ecosys_api.app import create


def ready(app: FastAPI) -> TestClient:
    """A client of an application whose log is filled."""
    client = TestClient(app)
    client.__enter__()
    for _ in range(600):
        if client.get("/readyz").status_code == 200:
            return client
        time.sleep(0.05)
    raise AssertionError(client.get("/readyz").text)


@pytest.fixture(scope="session")
def app(released_database: Path) -> Iterator[FastAPI]:
    """The API over the released log: what it has answered once it keeps for all tests."""
    made = create(released_database)
    opened = ready(made)
    yield made
    opened.__exit__(None, None, None)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client whose thread begins with the test, and is measured if the test is."""
    opened = TestClient(app)
    with start_blocking_portal() as opened.portal:
        yield opened
