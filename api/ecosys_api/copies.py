"""Copies: a copy of the log that has not come as far as is asked is waited for."""

import asyncio
from time import monotonic
from typing import Any
from urllib.parse import parse_qsl

from anyio import to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from ecosys.errors import EcosysError
from ecosys.event import Head
from ecosys.timeline.copied import LOOK_SECONDS, WAIT_SECONDS

MAX_WAITING = 1_000
"""How many questions wait at once; any other is answered as it can be."""
NAME = "min_position"
LARGEST = 2**53


class AwaitPosition:
    """Holds a question back until the log holds the position that it names, for a short time.

    Then it is answered, or refused by its route. So nothing is looked for among the answers that
    are kept before the log has come so far. All who wait look at the end of the log together.
    """

    def __init__(self, app: ASGIApp, state: Any) -> None:
        self.app = app
        self.state = state
        self._waiting = 0
        self._looking: asyncio.Future[Head] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        position = wanted(scope["query_string"]) if scope["type"] == "http" else None
        if position and self.state.ready and self._waiting < MAX_WAITING:
            self._waiting += 1
            try:
                await self._wait(position)
            except EcosysError:  # whoever answers meets the same, and tells it
                pass
            finally:
                self._waiting -= 1
        await self.app(scope, receive, send)

    async def _wait(self, position: int) -> None:
        end = monotonic() + WAIT_SECONDS
        while (await self._head()).position < position and monotonic() < end:
            await asyncio.sleep(LOOK_SECONDS)

    async def _head(self) -> Head:
        """The end of the log: looked at anew, or by whoever looks just now."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(to_thread.run_sync(self.state.timeline.head))
        return await asyncio.shield(self._looking)


def wanted(query: bytes) -> int | None:
    """The position that must be known; None: any, or it is asked wrongly, which its route tells.

    >>> wanted(b"as_of=2025-06-01&min_position=12248"), wanted(b"min_position=soon")
    (12248, None)
    """
    if NAME.encode() not in query:
        return None
    given = [value for name, value in parse_qsl(query.decode("latin-1")) if name == NAME]
    is_number = len(given) == 1 and given[0].isascii() and given[0].isdecimal()
    return int(given[0]) if is_number and len(given[0]) <= 16 and int(given[0]) <= LARGEST else None
