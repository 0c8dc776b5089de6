"""Compression: answers in a coding that the asker takes, zstd or gzip."""

import sys
import zlib
from collections.abc import Callable
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MIN_SIZE = 1024
"""From how many bytes on an answer is compressed."""
MIN_SIZE_APART = 128 * 1024
"""From how many bytes on that is done in a thread: meanwhile others are answered."""
_TEXTS = (
    "text/",
    "application/atom+xml",
    "application/feed+json",
    "application/javascript",
    "application/json",
    "application/x-ndjson",
)
_STREAM = "text/event-stream"
"""What is to be sent on at once, however little it is."""


class Compressor(Protocol):
    """Compresses one answer, part by part."""

    def compress(self, data: bytes, /) -> bytes:
        """What can be sent of all that was given so far."""

    def flush(self) -> bytes:
        """The rest."""


CODINGS: dict[str, Callable[[], Compressor]] = {
    "zstd": zstd.ZstdCompressor,
    "gzip": lambda: zlib.compressobj(wbits=31),
}
"""What makes a compressor, by the coding's name; of two that are taken as gladly the first."""


def chosen(accepted: str) -> str | None:
    """The coding for an `Accept-Encoding`; None: the answer is sent as it is.

    >>> chosen("gzip, deflate, br, zstd"), chosen("gzip;q=1, zstd;q=0.5"), chosen("*")
    ('zstd', 'gzip', 'zstd')
    >>> chosen("identity"), chosen("zstd;q=0, br"), chosen("")
    (None, None, None)
    """
    if not accepted:
        return None
    weights = dict(map(_weighted, accepted.lower().split(",")))
    fond = {name: weights.get(name, weights.get("*", 0.0)) for name in CODINGS}
    best = max(fond, key=lambda name: fond[name])
    return best if fond[best] > 0 else None


class Compress:
    """Compresses what is worth it. The tag of a compressed answer is weak: its bytes are others."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        coding = chosen(Headers(scope=scope).get("accept-encoding", ""))
        await self.app(scope, receive, _Answer(send, coding).take)


class _Answer:
    """Takes an answer in, and sends it on in a coding if it is text and long enough."""

    def __init__(self, send: Send, coding: str | None) -> None:
        self._send = send
        self._coding = coding
        self._start: Message | None = None
        self._compressor: Compressor | None = None

    async def take(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        body, is_last = message.get("body", b""), not message.get("more_body", False)
        start, self._start = self._start, None
        if start is not None and self._is_worth_it(start, len(body) if is_last else MIN_SIZE):
            self._compressor = CODINGS[self._coding or ""]()
        if self._compressor is not None:
            body = await _compressed(self._compressor, body, is_last=is_last)
        if start is not None:
            await self._send({**start, "headers": self._headers(start, len(body), is_last)})
        await self._send({**message, "body": body})

    def _is_worth_it(self, start: Message, size: int) -> bool:
        """Whether an answer of at least a size is to be compressed."""
        if self._coding is None:
            return False
        headers = Headers(raw=start["headers"])
        type = headers.get("content-type", "")
        is_text = type.startswith(_TEXTS) and not type.startswith(_STREAM)
        bare = start["status"] == 200 and "content-encoding" not in headers
        return bare and is_text and size >= MIN_SIZE

    def _headers(self, start: Message, size: int, is_whole: bool) -> list[tuple[bytes, bytes]]:
        """The headers of what is sent; a 304 has those of what it stands for."""
        headers = MutableHeaders(raw=list(start["headers"]))
        headers.add_vary_header("Accept-Encoding")
        if self._compressor is not None:
            headers["Content-Encoding"] = self._coding or ""
            del headers["Content-Length"]
            if is_whole:
                headers["Content-Length"] = str(size)
        if "etag" in headers and (self._compressor or (self._coding and start["status"] == 304)):
            headers["ETag"] = f"W/{headers['ETag'].removeprefix('W/')}"
        return headers.raw


async def _compressed(compressor: Compressor, body: bytes, *, is_last: bool) -> bytes:
    def compress() -> bytes:
        part = compressor.compress(body)
        return part + compressor.flush() if is_last else part

    return await run_in_threadpool(compress) if len(body) >= MIN_SIZE_APART else compress()


def _weighted(coding: str) -> tuple[str, float]:
    name, _, weight = coding.partition(";q=")
    try:
        return name.strip(), float(weight or 1)
    except ValueError:
        return name.strip(), 0.0
