"""The answers that are kept: what is asked twice at once is kept, and counted, once."""

import asyncio
import gc
import tracemalloc
from types import SimpleNamespace

from ecosys.values.memory import LARGEST, Memory
from ecosys_api import response_cache
from ecosys_api.response_cache import ResponseCache

HEADERS = [(b"etag", b"x"), (b"content-length", b"6")]


class Slow:
    """An application that answers six bytes when all its askers are there."""

    def __init__(self, askers):
        self.all_there = asyncio.Barrier(askers)

    async def __call__(self, _scope, _receive, send):
        async with asyncio.timeout(2):
            await self.all_there.wait()
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": b"answer"})


async def ask(cache, path, accept=b"", query=b""):
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": query,
             "headers": [(b"accept", accept)]}  # fmt: skip
    await cache(scope, None, send)
    return sent[-1]["body"]


def cache_over(answer, largest=LARGEST):
    """A cache before an application that answers, with so much room."""
    timeline = SimpleNamespace(moment=str, memory=Memory(largest))
    state = SimpleNamespace(ready=True, timeline=timeline)
    return ResponseCache(answer, state)


def answering(body, count=None):
    """An application that always answers the same, and counts how often."""

    async def answer(_scope, _receive, send):
        if count is not None:
            count.append(1)
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": body})

    return answer


def bytes_kept(requests, largest=LARGEST):
    """How much more memory is used when some requests were answered by one cache."""

    async def answered():
        cache = cache_over(answering(b"answer"), largest)
        tracemalloc.start()
        for words in requests:
            await ask(cache, "/v1/one", **words)
        gc.collect()
        used = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        return used

    return asyncio.run(answered())


def test_what_is_asked_at_once_leaves_room_for_the_next_answer():

    async def asked_at_once():
        cache = cache_over(Slow(20), 20 * response_cache.ENTRY)
        await asyncio.gather(*(ask(cache, "/v1/one") for _ in range(20)))
        assert await ask(cache, "/v1/one") == b"answer"  # it was kept: nobody else is there

    asyncio.run(asked_at_once())


def test_what_is_accepted_is_kept_as_the_form_that_it_means():
    requests = ({"accept": b"application/x%d, " % n + b"x" * 100_000} for n in range(600))
    assert bytes_kept(requests) < 1_000_000


def test_what_is_accepted_in_other_words_is_answered_from_what_is_kept():
    count: list[int] = []
    cache = cache_over(answering(b"answer", count))

    async def asked_in_words():
        for accept in (b"", b"*/*", b"application/json", b"text/csv;q=0.5, application/json"):
            await ask(cache, "/v1/one", accept)
        assert len(count) == 1
        await ask(cache, "/v1/one", b"text/csv")
        assert len(count) == 2

    asyncio.run(asked_in_words())


def test_long_questions_with_short_answers_are_kept_within_bounds():
    requests = ({"query": b"q=%d" % number + b"x" * 10_000} for number in range(1_000))
    assert bytes_kept(requests, 500_000) < 1_000_000


def test_an_answer_that_needs_a_large_share_is_sent_and_not_kept():
    count: list[int] = []
    cache = cache_over(answering(b"x" * 20_000, count), 100_000)

    async def asked_twice():
        for _ in range(2):
            assert len(await ask(cache, "/v1/large")) == 20_000

    asyncio.run(asked_twice())
    assert len(count) == 2
