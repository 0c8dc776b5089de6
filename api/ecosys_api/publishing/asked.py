"""Asked: what the application answers, in this process, without a socket."""

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.types import Message

PAUSE_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    status: int
    body: bytes


class Asked:
    """An application that is asked from this process, while it is open."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._lifespan: AbstractAsyncContextManager[Any] | None = None

    async def __aenter__(self) -> "Asked":
        """Start the application, and wait until it answers; its failure is raised."""
        self._lifespan = self._app.router.lifespan_context(self._app)
        await self._lifespan.__aenter__()
        while not self._app.state.ready:
            if self._app.state.failure is not None:
                raise self._app.state.failure
            await asyncio.sleep(PAUSE_SECONDS)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the application."""
        assert self._lifespan is not None
        await self._lifespan.__aexit__(kind, problem, trace)

    async def get(self, path: str, query: Mapping[str, object] | None = None) -> Reply:
        """The answer at a path, which is not encoded, to a query."""
        status, parts = 0, []

        async def send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                parts.append(message.get("body", b""))

        await self._app(_scope(path, urlencode(dict(query or {}))), _stays, send)
        return Reply(status, b"".join(parts))


async def _stays() -> Message:
    """The channel of an asker who waits."""
    await asyncio.Event().wait()
    raise AssertionError("nobody ends this")


def _scope(path: str, query: str) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [],
        "client": None,
        "server": None,
    }
