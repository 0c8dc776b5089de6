"""A server that takes events, over an empty log, with a key of each kind."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from ecosys.log.api_keys import ApiKeys
from ecosys.timeline import Timeline
from ecosys_api.app import create
from ecosys_api.operating.noted import ID_HEADER
from tests import given
from tests.api.conftest import ready

SCOPES = {"anna": "events:write", "cora": "corrections:write", "root": "admin"}
"""Who has which key."""


class Clock:
    """A clock that a test sets."""

    now = given.NOW

    def __call__(self) -> int:
        return self.now


class Server:
    """A server as its writers see it."""

    def __init__(self, database: str, clock: Clock) -> None:
        self.clock = clock
        self.database = database
        self.timeline = Timeline.open(database, clock)
        self.keys = ApiKeys(self.timeline.log.database, clock)
        self.texts = {name: self.keys.create(name, [scope])[1] for name, scope in SCOPES.items()}
        self.client: TestClient = ready(create(database, clock, fill=False))

    def post(
        self, content: Any, name: str | None = "anna", at: str = "/v1/events", **headers: str
    ) -> Response:
        """Post something by the key of a name."""
        type = headers.pop("content_type", "application/json")
        sent = {"Content-Type": type, ID_HEADER: "asked"} | {
            key.replace("_", "-"): headers[key] for key in headers
        }
        if name is not None:
            sent["Authorization"] = f"Bearer {self.texts.get(name, name)}"
        body = content if isinstance(content, bytes | str) else json.dumps(content)
        return self.client.post(at, content=body, headers=sent)

    def ids(self) -> list[str]:
        """What stands in the log."""
        return [record.id for record in self.timeline.records()]

    def close(self) -> None:
        """End it."""
        self.client.__exit__(None, None, None)
        self.timeline.log.database.close()


@pytest.fixture
def make_database(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Makes empty databases: copying one that has tables is quick."""
    if engine == "sqlite":
        empty = request.getfixturevalue("empty_database")
        return lambda: str(shutil.copy(empty, tmp_path / "ecosys.db"))
    made: Callable[[], str] = request.getfixturevalue("new_database")
    return made


@pytest.fixture
def server(make_database: Callable[[], str]) -> Iterator[Server]:
    """A server over an empty log; on each engine in tests marked `engines`."""
    started = Server(make_database(), Clock())
    yield started
    started.close()


def price(id: str, amount: str = "2", **more: Any) -> dict[str, Any]:
    """The price of a model, as it is posted."""
    return {
        "type": "price_changed",
        "id": id,
        "subject": "acme/one",
        "occurred": "2026-11-01",
        "components": [{"direction": "input", "amount": amount}],
        "sources": [{"source": "acme"}],
        **more,
    }


def corrected(id: str, event: str, amount: str = "3") -> dict[str, Any]:
    """A correction of a price."""
    right = price(event, amount)
    return {"type": "corrected", "id": id, "event": event, "statement": right, "fault": "ours",
            "why": "The page says so."}  # fmt: skip


def retracted(id: str, event: str) -> dict[str, Any]:
    """A retraction."""
    return {"type": "retracted", "id": id, "event": event, "fault": "ours", "why": "No such."}


__all__ = ["Server", "corrected", "make_database", "price", "retracted", "server"]
