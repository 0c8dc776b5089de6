"""The released log asked over HTTP, in this process, and offline."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ecosys.client import Client, PriceBook
from ecosys.timeline import Timeline
from tests.api.conftest import app

__all__ = ["app"]

HERE = "http://testserver"


@pytest.fixture
def online(app: FastAPI) -> Iterator[Client]:
    """A client of the API over the released log."""
    http = TestClient(app)
    with start_blocking_portal() as http.portal:
        yield Client(HERE, http=http)


@pytest.fixture
def offline(seeded: Timeline) -> Client:
    """A client of the same log on this machine."""
    return Client(timeline=seeded)


@pytest.fixture(scope="session")
def released_book(prices_kept: Path) -> PriceBook:
    """The price book of the released log."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(prices_kept))
        return PriceBook.load()
