"""Response cache: a question asked again is answered from memory while its answer is true."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 96 * 1024 * 1024
"""How many bytes of answers are kept; those not asked for the longest time go first."""
Headers = list[tuple[bytes, bytes]]


@dataclass(slots=True)
class Kept:
    """An answer as it was sent."""

    headers: Headers
    etag: bytes
    body: bytes


class ResponseCache:
    """Keeps what has a tag and a length, by address and by what an unpinned question means now.

    That is the end of the log and the last instant at which a value turned: while neither moves
    on, nothing that could be answered changes. Who has the answer already is told so (304).
    """

    def __init__(self, app: ASGIApp, state: Any) -> None:
        self.app = app
        self.state = state
        self._kept: OrderedDict[tuple[object, ...], Kept] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or not self.state.ready:
            await self.app(scope, receive, send)
            return
        accept, asked = _asked(scope["headers"])
        key = (scope["path"], scope["query_string"], accept, self.state.timeline.moment())
        kept = self._kept.get(key)
        if kept is None:
            answer = _Answer(send)
            await self.app(scope, receive, answer.take)
            kept = answer.whole()
            if kept is None:
                return
            self._keep(key, kept)
        else:
            self._kept.move_to_end(key)
        await _reply(kept, asked, send)

    def _keep(self, key: tuple[object, ...], kept: Kept) -> None:
        if before := self._kept.pop(key, None):  # another request asked the same meanwhile
            self._size -= len(before.body)
        self._kept[key] = kept
        self._size += len(kept.body)
        while self._size > LARGEST:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest.body)


class _Answer:
    """Takes an answer in; what has no tag or no length, or fails, is sent on as it comes."""

    def __init__(self, send: Send) -> None:
        self._send = send
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
        return Kept(list(self._start["headers"]), self._etag, self._body)


def _asked(headers: Iterable[tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    """The form that is accepted, and the tags that the asker has."""
    accept = tags = b""
    for name, value in headers:
        if name == b"accept":
            accept = value
        elif name == b"if-none-match":
            tags = value
    return accept, tags


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
    names = {each.strip().removeprefix("W/") for each in given.split(",")}
    return not names.isdisjoint({"*", tag.removeprefix("W/")})
