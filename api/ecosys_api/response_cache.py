"""Response cache: a question asked again is answered from memory while its answer is true."""

from collections.abc import Iterable
from dataclasses import dataclass
from sys import getsizeof
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ecosys_api.accept import accepted
from ecosys_api.compression import chosen
from ecosys_api.operating import noted
from ecosys_api.proxies import route_path

ENTRY = 1024
"""What an entry needs besides its texts, about."""
HEALTH = ("/livez", "/readyz", "/metricsz")
"""What tells of now: whoever asks waits for nothing."""
Headers = list[tuple[bytes, bytes]]


@dataclass(slots=True)
class Kept:
    """An answer as it was sent."""

    headers: Headers
    etag: bytes
    body: bytes
    size: int
    """The bytes that it needs, its key included."""
    route: str
    """The route that made it."""


class ResponseCache:
    """Keeps what has a tag and a length, by address and by what an unpinned question means now.

    The address is the whole one, with the site as who asks names it: nobody is told another's.

    That is the end of the log and the last instant at which a value turned: while neither moves
    on, nothing that could be answered changes. Who has the answer already is told so (304).
    """

    def __init__(self, app: ASGIApp, state: Any) -> None:
        self.app = app
        self.state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if not self._is_kept(scope):
            await self.app(scope, receive, send)
            return
        path, query, given = scope["path"], scope["query_string"], scope["headers"]
        coding = chosen(_header(given, b"accept-encoding").decode("latin-1"))
        timeline = self.state.timeline
        site = scope.get("scheme"), _header(given, b"host")  # what is cited is told with its site
        key = (site, path, query, accepted(given), coding, timeline.moment())
        kept: Kept | None = timeline.memory.get(key)
        noted.note_lookup(None if kept is None else kept.route)
        if kept is None:
            answer = _Answer(send, ENTRY + getsizeof(path) + len(query))
            await self.app(scope, receive, answer.take)
            kept = answer.whole()
            if kept is None:
                return
            timeline.memory.keep(key, kept, kept.size)
        await _reply(kept, _header(given, b"if-none-match"), send)

    def _is_kept(self, scope: Scope) -> bool:
        """Whether a request may be answered from memory."""
        is_get = scope["type"] == "http" and scope["method"] == "GET"
        return is_get and self.state.ready and route_path(scope) not in HEALTH


class _Answer:
    """Takes an answer in; what has no tag or no length, or fails, is sent on as it comes."""

    def __init__(self, send: Send, size: int) -> None:
        self._send = send
        self._size = size
        self._start: Message | None = None
        self._etag = b""
        self._body = b""

    async def take(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            self._etag = headers.get(b"etag", b"")
            if self._etag and b"content-length" in headers and message["status"] == 200:
                self._start = message
                return
        if self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")

    def whole(self) -> Kept | None:
        """The answer, if it can be kept."""
        if self._start is None:
            return None
        headers = list(self._start["headers"])
        size = self._size + len(self._body) + sum(len(name) + len(value) for name, value in headers)
        request = noted.current()
        return Kept(headers, self._etag, self._body, size, request.route if request else "")


def _header(headers: Iterable[tuple[bytes, bytes]], sought: bytes) -> bytes:
    """What a header of a request says; nothing where it is not there."""
    return next((value for name, value in headers if name == sought), b"")


async def _reply(kept: Kept, tags: bytes, send: Send) -> None:
    """Send an answer, or 304 where the asker has it already."""
    if has_already(tags.decode("latin-1"), kept.etag.decode("latin-1")):
        headers = [each for each in kept.headers if not each[0].startswith(b"content-")]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
    await send({"type": "http.response.body", "body": kept.body})


def has_already(given: str, tag: str) -> bool:
    """Whether an `If-None-Match` names a tag; whether tags are weak does not matter for reading."""
    if not given:
        return False
    names = {each.strip().removeprefix("W/") for each in given.split(",")}
    return not names.isdisjoint({"*", tag.removeprefix("W/")})
