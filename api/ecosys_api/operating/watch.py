"""Watch: every request has an id, is counted, and has a line in the log where that is wanted."""

import logging
from time import perf_counter
from urllib.parse import quote

from starlette.datastructures import State
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ecosys_api.operating import noted
from ecosys_api.operating.instruments import Instruments
from ecosys_api.operating.logs import REQUESTS
from ecosys_api.operating.noted import ID_HEADER, Noted
from ecosys_api.operating.scrape import note

OWN = "ecosys.own"
"""In the scope of what the server asks itself: nobody waits for it, and nobody counts it."""
NOTE_SECONDS = 1.0
"""How often at the most a process notes what it keeps, for the one that is asked."""
MAX_ADDRESS = 2_000
"""How much of an address is logged."""
_HEADER = ID_HEADER.lower().encode()
_requests = logging.getLogger(REQUESTS)


class Reply:
    """What is known of a reply once it was sent."""

    def __init__(self) -> None:
        self.began = perf_counter()
        self.status = 500
        """What a server says where an application says nothing."""
        self.bytes = 0
        self.seconds = 0.0


class Watched:
    """Names each request, returns the name with its reply; counts and logs it once it is over."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self.app = app
        self.state = state
        self._noted = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or OWN in scope:
            await self.app(scope, receive, send)
            return
        request, reply = noted.begin(scope["headers"]), Reply()
        named = (_HEADER, request.id.encode())

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                reply.status = message["status"]
                message = {**message, "headers": [*message["headers"], named]}
            else:
                reply.bytes += len(message.get("body", b""))
            await send(message)

        instruments: Instruments = self.state.instruments
        instruments.in_progress.inc()
        try:
            await self.app(scope, receive, watched)
        finally:
            instruments.in_progress.dec()
            reply.seconds = perf_counter() - reply.began
            self._count(scope["method"], request, reply)
            if _requests.isEnabledFor(logging.INFO):
                _log(scope, request, reply)

    def _count(self, method: str, request: Noted, reply: Reply) -> None:
        instruments: Instruments = self.state.instruments
        instruments.count(request, method, reply.status, reply.seconds)
        now = perf_counter()
        if now - self._noted > NOTE_SECONDS:
            self._noted = now
            note(self.state)


def _log(scope: Scope, request: Noted, reply: Reply) -> None:
    client = (scope.get("client") or ("-",))[0]
    address = _address(scope)
    milliseconds = round(reply.seconds * 1000, 3)
    fields = {
        "request_id": request.id,
        "method": scope["method"],
        "address": address,
        "route": request.route,
        "status": reply.status,
        "milliseconds": milliseconds,
        "bytes": reply.bytes,
        "client": client,
        **({"problem": request.problem} if request.problem else {}),
        **({"key": request.key} if request.key else {}),
    }
    _requests.info(
        '%s "%s %s HTTP/%s" %s %s bytes %s ms %s%s',
        *(client, scope["method"], address, scope["http_version"], reply.status, reply.bytes),
        *(milliseconds, request.id, f" key {request.key}" if request.key else ""),
        extra={"fields": fields},
    )


def _address(scope: Scope) -> str:
    """What was asked for, without anything that would end a line or speak to a terminal."""
    path, query = quote(scope["path"]), scope["query_string"]
    address = f"{path}?{quote(query, safe='/?&=%:+,;@!*~')}" if query else path
    return address[:MAX_ADDRESS]
