"""The protocol of the server: who does not ask, or not to the end, is not waited for."""

import asyncio
import time
from collections.abc import Sequence
from functools import partial

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from uvicorn.server import ServerState

from ecosys_api import server
from ecosys_api.server import BoundedHead

SHORT = 0.3
GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
LATE = b"HTTP/1.1 408 "


async def answer(request: Request) -> PlainTextResponse:
    """What came."""
    return PlainTextResponse(f"<{len(await request.body())}>")


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(server, "SECONDS_TO_ASK", SHORT)
    monkeypatch.setattr(server, "SECONDS_TO_SEND", 2 * SHORT)


async def send(writer: asyncio.StreamWriter, parts: Sequence[bytes], pause: float) -> None:
    for part in parts:
        writer.write(part)
        await asyncio.sleep(pause)


def asked(*parts: bytes, pause: float = 0.0) -> tuple[bytes, float]:
    """What comes back to who sends some parts with pauses, and when the connection was closed."""

    async def ask() -> tuple[bytes, float]:
        app = Starlette(routes=[Route("/", answer, methods=["GET", "POST"])])
        config = uvicorn.Config(app, http=BoundedHead, lifespan="off", log_config=None)
        config.load()
        protocol = partial(BoundedHead, config, ServerState(), {})
        async with await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0) as at:
            begun = time.monotonic()
            reader, writer = await asyncio.open_connection(*at.sockets[0].getsockname())
            sending = asyncio.create_task(send(writer, parts, pause))
            came = await asyncio.wait_for(reader.read(), 20)
            took = time.monotonic() - begun
            sending.cancel()
            writer.close()
            return came, took

    return asyncio.run(ask())


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(
    ("parts", "told", "after"),
    [
        ((), b"", SHORT),
        ((GET + b"X-A: ",), LATE, SHORT),
        ((GET, *[b"X-A: b\r\n"] * 300), LATE, SHORT),  # a line now and then
        ((GET.replace(b"GET", b"POST") + b"Content-Length: 9\r\n\r\nabc",), b"", 2 * SHORT),
    ],
)
def test_who_does_not_ask_to_the_end_is_not_waited_for(parts, told, after):
    came, took = asked(*parts, pause=0.02)
    assert came.startswith(told)
    assert came or not told
    assert after <= took < after + 5


@pytest.mark.usefixtures("short")
def test_who_asks_in_time_again_and_again_is_answered(monkeypatch):
    parts = [GET, b"\r\n", GET, b"X-A: b\r\n\r\n", GET + b"Connection: close\r\n\r\n"]
    came, took = asked(*parts, pause=0.7 * SHORT)
    assert came.count(b"HTTP/1.1 200 ") == 3
    assert took > 2 * SHORT
    slow = [GET.replace(b"GET", b"POST") + b"Connection: close\r\nContent-Length: 2\r\n\r\n"]
    came, _ = asked(*slow, b"a", b"b", pause=0.7 * SHORT)
    assert came.endswith(b"<2>")
