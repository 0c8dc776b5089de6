"""Limits: what takes more than one question may is refused, and says how to ask instead."""

import asyncio
import threading
import time

import pytest

from ecosys.answers.prices import prices
from ecosys.errors import Unavailable
from ecosys.timeline import Timeline
from ecosys_api import turns
from ecosys_api.app import app_from_environment, create
from ecosys_api.limits import Limits
from ecosys_api.replies import Replies
from ecosys_api.routes import prices as route
from ecosys_api.turns import Question, Turns
from tests.api.conftest import ready
from tests.api.test_turns import LONGEST, Work
from tests.given import price

EVENTS = 8
WHOLE = ("/v1/events.ndjson", "/v1/events.csv", "/v1/prices.csv", "/v1/events.metadata.json",
         "/v1/metrics/price_history/vintages.csv")  # fmt: skip
"""Answers that have a row for each event."""


@pytest.fixture
def database(tmp_path):
    """A log of a few prices."""
    path = tmp_path / "log.db"
    opened = Timeline.open(path)
    opened.append(
        [price(f"p{each}", "2025-01-01", subject=f"a/{each}", input="1") for each in range(EVENTS)]
    )
    opened.log.database.close()
    return path


@pytest.fixture
def serve(database):
    """Makes a client of a server that gives one question so much."""
    clients = []

    def made(**limits):
        clients.append(ready(create(database, fill=False, limits=Limits(**limits))))
        return clients[-1]

    yield made
    for each in clients:
        each.__exit__(None, None, None)


def test_what_takes_longer_than_one_question_may_is_stopped_and_told(serve, monkeypatch):
    work = Work()

    def slowly(*args, **named):
        work.do()
        return prices(*args, **named)

    client = serve(question_seconds=0.2)
    monkeypatch.setattr(route, "prices", slowly)
    reply = client.get("/v1/prices?limit=3")
    assert (reply.status_code, reply.json()["type"]) == (503, "/problems/too-long")
    assert "longer than 0.2 seconds" in reply.json()["detail"]
    assert "Ask for less" in reply.json()["hint"]
    assert work.ended.is_set()
    assert not work.over.is_set()
    assert client.get("/v1/models").status_code == 200


def test_a_tool_that_takes_longer_is_stopped_and_told(database):
    replies = Replies(Timeline.open(database), Limits(question_seconds=0.2))
    with pytest.raises(Unavailable, match=r"longer than 0\.2 seconds"):
        asyncio.run(replies.ask(lambda _: Work().do()))


def test_to_wait_for_a_turn_is_not_counted(monkeypatch):
    monkeypatch.setattr(turns, "QUICK_SECONDS", 0)
    monkeypatch.setattr(turns, "SLICE_SECONDS", LONGEST)
    all_turns, first, second, told = Turns(), Work(), Work(), []
    second.over.set()
    holds = threading.Thread(target=Question(all_turns, 0).answer, args=[first.do])
    waits = threading.Thread(target=lambda: told.append(Question(all_turns, 0.3).answer(second.do)))
    holds.start()
    assert first.begun.wait(LONGEST)
    waits.start()
    time.sleep(0.6)
    assert not told
    first.over.set()
    holds.join()
    waits.join()
    assert told == ["done"]


@pytest.mark.parametrize("address", WHOLE)
def test_an_answer_of_more_rows_than_are_given_at_once_is_refused_and_pages_are_not(serve, address):
    client = serve(answer_rows=EVENTS - 1)
    reply = client.get(address)
    assert (reply.status_code, reply.json()["type"]) == (413, "/problems/too-many-rows")
    assert f"more than {EVENTS - 1} rows" in reply.json()["detail"]
    assert "pages" in reply.json()["hint"]
    paged = address.replace(".metadata.json", ".ndjson")
    assert client.get(f"{paged}?limit={EVENTS}").status_code == 200


@pytest.mark.parametrize("address", WHOLE)
@pytest.mark.parametrize("rows", [EVENTS, 0])
def test_as_many_rows_as_are_given_are_given(serve, address, rows):
    assert serve(answer_rows=rows).get(address).status_code == 200


def test_the_environment_says_how_much_is_given(database, monkeypatch):
    monkeypatch.setenv("ECOSYS_DATABASE", str(database))
    monkeypatch.setenv("ECOSYS_ANSWER_ROWS", "3")
    monkeypatch.setenv("ECOSYS_QUESTION_SECONDS", "0.05")
    monkeypatch.setattr("ecosys_api.app.open_timeline", lambda *_, **__: Timeline.open(database))
    monkeypatch.setattr(route, "prices", lambda *_, **__: Work().do())
    client = ready(app_from_environment())
    assert "more than 3 rows" in client.get("/v1/events.csv").json()["detail"]
    assert "longer than 0.05 seconds" in client.get("/v1/prices").json()["detail"]
    client.__exit__(None, None, None)
