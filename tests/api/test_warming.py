"""The pages that people open first are made before they ask."""

import time

import pytest

from ecosys_api import replies
from ecosys_api.app import create
from ecosys_api.warming import ADDRESSES, CODINGS
from tests.api.conftest import ready
from tests.given import price


@pytest.fixture
def path(timeline, tmp_path):
    timeline.append([price("p", "2024-06-01", input="1")])
    return tmp_path / "ecosys.db"


def test_a_page_that_was_warmed_is_sent_from_memory(path, monkeypatch):
    made = []
    make = replies.Replies.make

    async def counted(self, request, *rest):
        made.append((request.url.path, request.headers["accept-encoding"]))
        return await make(self, request, *rest)

    monkeypatch.setattr(replies.Replies, "make", counted)
    client = ready(create(path, fill=False, warm_up="http://testserver"))
    wanted = {(address, coding) for address in ADDRESSES for coding in CODINGS}
    for _ in range(600):
        if wanted <= set(made):
            break
        time.sleep(0.05)
    time.sleep(0.2)  # the last of them is answered
    made.clear()
    for coding in CODINGS:
        reply = client.get("/prices", headers={"Accept": "text/html", "Accept-Encoding": coding})
        assert reply.status_code == 200
    assert made == []
    client.__exit__(None, None, None)


def test_who_does_not_ask_for_it_has_no_page_made(path, monkeypatch):
    made = []
    monkeypatch.setattr(replies.Replies, "make", lambda *_: made.append(1))
    client = ready(create(path, fill=False))
    time.sleep(0.3)
    assert made == []
    client.__exit__(None, None, None)
