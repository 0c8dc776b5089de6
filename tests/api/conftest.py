"""The API over the released log, in this process."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
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
def client(released_database: Path) -> Iterator[TestClient]:
    """A client of the API over the released log."""
    opened = ready(create(released_database))
    yield opened
    opened.__exit__(None, None, None)
