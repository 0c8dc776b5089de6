"""POST /v1/quarantine/{id}: decisions on what was held back."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.writing.conftest import price, retracted

pytestmark = pytest.mark.engines
HELD = {"type": "quarantined", "id": "q", "source": "acme", "row": "one", "reason": "odd",
        "stated": "2026-11-01", "statement": price("p", "900")}  # fmt: skip
AT = "/v1/quarantine/q"


@pytest.fixture
def held(server):
    assert server.post(HELD).status_code == 201
    return server


def decided(server):
    return server.client.get("/v1/quarantine").json()["data"][0]["decision"]


def test_what_is_released_is_recorded_as_it_was_stated_by_whoever_decided(held):
    reply = held.post({"decision": "released", "why": "Its own page says so."}, "root", AT)
    assert reply.status_code == 201, reply.text
    assert [row["id"] for row in reply.json()["data"]] == ["q-released", "p"]
    assert decided(held) == "released"
    by = {record.id: record.event.recorded_by for record in held.timeline.records()}
    assert by == {"q": "anna", "q-released": "root", "p": "root"}


def test_what_is_rejected_is_not_recorded(held):
    reply = held.post({"decision": "rejected", "why": "A typing error."}, "cora", AT)
    assert reply.status_code == 201, reply.text
    assert held.ids() == ["q", "q-rejected"]


def test_it_takes_the_scope_of_corrections(held):
    for body in ({"decision": "rejected", "why": "x"}, {"decision": "released", "why": "x"}):
        assert held.post(body, "anna", AT).status_code == 403
    assert held.post({"decision": "rejected", "why": "x"}, None, AT).status_code == 401
    assert held.post({"decision": "rejected", "why": "x"}, "anna", f"{AT}x").status_code == 403
    assert decided(held) == "open"


def test_it_is_decided_once_and_a_repetition_is_answered_as_before(held):
    body = {"decision": "rejected", "why": "x"}
    first = held.post(body, "cora", AT, Idempotency_Key="one")
    again = held.post(body, "cora", AT, Idempotency_Key="one")
    assert (again.status_code, again.content) == (201, first.content)
    other = held.post(body, "cora", AT)
    assert other.status_code == 409
    assert "q was rejected: x" in other.json()["detail"]
    held.post(retracted("r", "q-rejected"), "cora")
    assert held.post({"decision": "released", "why": "y"}, "root", AT).status_code == 201


def test_of_many_who_decide_at_once_one_does(held):
    def decide(number):
        decision = ("released", "rejected")[number % 2]
        return held.post({"decision": decision, "why": f"{number}"}, "root", AT).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(decide, range(8)))
    assert statuses == [201] + [409] * 7
    judged = [id for id in held.ids() if id.startswith("q-")]
    assert len(judged) == 1


@pytest.mark.parametrize(
    ("body", "at", "status"),
    [
        ({"decision": "rejected", "why": "x"}, "/v1/quarantine/nobody", 404),
        ({"decision": "stands", "why": "x"}, AT, 422),
        ({"decision": "rejected"}, AT, 422),
        ({"decision": "rejected", "why": " "}, AT, 422),
        ({"decision": "rejected", "why": "x", "note": "y"}, AT, 422),
        ("{", AT, 422),
    ],
)
def test_what_is_no_decision_is_refused(held, body, at, status):
    reply = held.post(body, "root", at)
    assert reply.status_code == status, reply.text
    assert decided(held) == "open"
