"""Questions that take long: they hold nobody up, and end where nobody waits for them."""

import asyncio
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ecosys.answers.prices import prices
from ecosys.values.checkpoint import checkpoint
from ecosys_api import turns
from ecosys_api.routes import prices as route
from ecosys_api.turns import Answering, Gone
from tests.api.asking import messages

ADDRESS = "/v1/prices/openai/o3?as_of=2025-07-01&limit={}"
LONGEST = 30
"""Seconds after which a question that should have been stopped ends by itself."""


class Work:
    """Work that needs the processor until it is told to be over, or is stopped."""

    def __init__(self):
        self.begun, self.over, self.ended = (threading.Event() for _ in range(3))
        self.steps = 0

    def do(self):
        end = time.monotonic() + LONGEST
        self.begun.set()
        try:
            while not self.over.is_set() and time.monotonic() < end:
                self.steps += 1
                sum(range(1000))
                checkpoint()
            return "done"
        finally:
            self.ended.set()


async def stays():
    """The channel of an asker who waits."""
    await asyncio.sleep(LONGEST)


async def until(condition):
    async with asyncio.timeout(LONGEST):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.fixture
def slow(monkeypatch):
    """Prices take as long as the test wants."""
    work = Work()

    def slowly(*args, **named):
        work.do()
        return prices(*args, **named)

    monkeypatch.setattr(route, "prices", slowly)
    yield work
    work.over.set()


@pytest.fixture
def all_long(monkeypatch):
    """Every question is a long one."""
    monkeypatch.setattr(turns, "QUICK_SECONDS", 0)


def test_a_question_whose_asker_has_gone_stops(app, slow):
    came: list[dict[str, Any]] = [
        {"type": "http.request", "body": b"", "more_body": False},
        {"type": "http.disconnect"},
    ]

    async def leaves():
        message = came.pop(0)
        if message["type"] == "http.disconnect":
            await until(slow.begun.is_set)
        return message

    start, _ = messages(app, ADDRESS.format(1), receive=leaves)
    assert start["status"] == 499
    assert slow.ended.is_set()
    assert not slow.over.is_set()


def test_a_question_stops_where_the_server_ends():
    work = Work()

    async def ended():
        asked = asyncio.create_task(Answering().answer(stays, work.do))
        await until(work.begun.is_set)
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        await until(work.ended.is_set)

    asyncio.run(ended())


def test_while_long_questions_are_answered_others_are_too(client, slow):
    with ThreadPoolExecutor(4) as askers:
        asked = [askers.submit(client.get, ADDRESS.format(10 + each)) for each in range(4)]
        assert slow.begun.wait(LONGEST)
        for _ in range(5):
            assert client.get("/livez").status_code == 200
            assert client.get("/v1/resolve?name=openai/o3&as_of=2025-06-30").status_code == 200
        assert not any(each.done() for each in asked)
        slow.over.set()
        assert [each.result().status_code for each in asked] == [200] * 4


@pytest.mark.usefixtures("all_long")
def test_long_questions_go_on_in_turns(monkeypatch):
    monkeypatch.setattr(turns, "SLICE_SECONDS", 0.01)
    works = [Work() for _ in range(3)]

    async def in_turns():
        answering = Answering()
        asked = [asyncio.create_task(answering.answer(stays, each.do)) for each in works]
        await until(lambda: all(each.steps for each in works))  # none is over
        for each in works:
            each.over.set()
        return await asyncio.gather(*asked)

    assert asyncio.run(in_turns()) == ["done"] * 3


@pytest.mark.usefixtures("all_long")
def test_who_leaves_while_waiting_for_a_turn_leaves_at_once():
    first, second = Work(), Work()

    async def leaves():
        await asyncio.sleep(0.2)
        return {"type": "http.disconnect"}

    async def one_leaves():
        answering = Answering()
        asked = asyncio.create_task(answering.answer(stays, first.do))
        await until(first.begun.is_set)
        with pytest.raises(Gone):
            await answering.answer(leaves, second.do)
        assert not first.ended.is_set()
        first.over.set()
        return await asked

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turns, "SLICE_SECONDS", LONGEST)
        assert asyncio.run(one_leaves()) == "done"
    assert not second.begun.is_set()


@pytest.mark.usefixtures("all_long")
def test_of_too_many_long_questions_the_last_is_refused_with_when_to_come_again(
    app, client, slow, monkeypatch
):
    monkeypatch.setattr(turns, "MAX_LONG", 1)
    with ThreadPoolExecutor(1) as askers:
        asked = askers.submit(client.get, ADDRESS.format(20))
        assert slow.begun.wait(LONGEST)
        start, body = messages(app, ADDRESS.format(21))
        slow.over.set()
        assert asked.result().status_code == 200
    headers = dict(start["headers"])
    assert (start["status"], headers[b"retry-after"]) == (503, b"1")
    assert headers[b"content-type"] == b"application/problem+json"
    assert json.loads(body["body"])["type"] == "/problems/busy"
