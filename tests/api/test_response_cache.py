"""The answers that are kept: what is asked twice at once is kept, and counted, once."""

import asyncio
from types import SimpleNamespace

from ecosys_api import response_cache
from ecosys_api.response_cache import ResponseCache


class Slow:
    """An application that answers six bytes when all its askers are there."""

    def __init__(self, askers):
        self.all_there = asyncio.Barrier(askers)

    async def __call__(self, _scope, _receive, send):
        async with asyncio.timeout(2):
            await self.all_there.wait()
        headers = [(b"etag", b"x"), (b"content-length", b"6")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"answer"})


async def ask(cache, path):
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    await cache(scope, None, send)
    return sent[-1]["body"]


def test_what_is_asked_at_once_leaves_room_for_the_next_answer(monkeypatch):
    monkeypatch.setattr(response_cache, "LARGEST", 20)

    async def asked_at_once():
        state = SimpleNamespace(ready=True, timeline=SimpleNamespace(moment=str))
        cache = ResponseCache(Slow(4), state)
        await asyncio.gather(*(ask(cache, "/v1/one") for _ in range(4)))
        assert await ask(cache, "/v1/one") == b"answer"  # it was kept: nobody else is there

    asyncio.run(asked_at_once())
