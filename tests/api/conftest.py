"""The API over the released log, in this process."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ecosys_api.app import create
from ecosys_api.operating import logs


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


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What is logged of requests, as JSON lines are."""
    logger = logging.getLogger(logs.REQUESTS)
    before, logger.propagate = logger.propagate, True
    with caplog.at_level(logging.INFO, logs.REQUESTS):
        yield lambda: [json.loads(logs.JsonLines().format(each)) for each in caplog.records]
    logger.propagate = before
