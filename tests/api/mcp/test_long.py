"""Tools that take long hold nobody up, and end where nobody waits for them."""

from time import monotonic

import anyio
import pytest

from ecosys_api import turns
from ecosys_api.mcp.tools import price
from ecosys_api.replies import BUSY
from tests.api.mcp.asking import connected, refusal
from tests.api.test_turns import LONGEST, Work, until


@pytest.fixture
def slow(monkeypatch):
    """Prices take until the test is over, or nobody waits for them."""
    work = Work()
    monkeypatch.setattr(type(price.tool), "answer", lambda *_: work.do())
    yield work
    work.over.set()


def test_a_question_stops_that_a_client_calls_off(timeline, slow):
    async def calls_off(client):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.call_tool, "price", {})
            await until(slow.begun.is_set)
            tasks.cancel_scope.cancel()
        await until(slow.ended.is_set)

    begun = monotonic()
    connected(timeline, calls_off)
    assert monotonic() - begun < LONGEST / 2  # else it ended by itself


def test_of_too_many_long_questions_one_is_refused(timeline, slow, monkeypatch):
    monkeypatch.setattr(turns, "QUICK_SECONDS", 0)
    monkeypatch.setattr(turns, "MAX_LONG", 0)
    assert refusal(timeline, "price") == f"{BUSY} Ask again in a moment, or for less."
