"""Watch: every request has an id, and a line in the log where that is wanted."""

import logging
from time import perf_counter
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ecosys_api.operating import noted
from ecosys_api.operating.logs import REQUESTS
from ecosys_api.operating.noted import ID_HEADER, Noted

OWN = "ecosys.own"
"""In the scope of what the server asks itself: nobody waits for it, and nobody counts it."""
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
    """Names each request, returns its name with the reply, and logs it when it is over."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

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

        try:
            await self.app(scope, receive, watched)
        finally:
            reply.seconds = perf_counter() - reply.began
            if _requests.isEnabledFor(logging.INFO):
                _log(scope, request, reply)


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
