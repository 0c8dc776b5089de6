"""What is not believed is held back, listed with its reason, and decided on by somebody."""

import time

import pytest
from fastapi.testclient import TestClient

from ecosys.answers.quarantine import decide, quarantine
from ecosys.errors import Conflict, NotFound
from ecosys.event.codec import parse
from ecosys_api.app import create
from tests.api.conftest import ready
from tests.ingest.feed import charged, dollars, each, imported, model, provider, snapshot

O3 = "openai/o3"
HELD = "genai-prices/~held/openai/o3@2025-10-01"


def only(day, prices):
    return snapshot(day, provider("openai", model("o3", prices)))


@pytest.fixture
def jumped(timeline):
    imported(timeline, only("2025-09-01", each(10, 40)), only("2025-10-01", each(0.1, 40)))
    return timeline


def listed(timeline, decision=None):
    return quarantine(timeline, timeline.moment(), decision).rows


def test_a_hundredfold_jump_is_held_back_and_what_was_known_answers(jumped):
    (row,) = listed(jumped)
    assert (row.id, row.source, row.row) == (HELD, "genai-prices", O3)
    assert row.reason == "input from 10 to 0.1 per 1M tokens"
    assert (row.stated, row.decision) == ("2025-10-01", "open")
    assert charged(jumped, O3, "2025-10-02", "2025-10-15") == dollars("10", "40")


def test_ninety_nine_times_is_a_change(timeline):
    imported(timeline, only("2025-09-01", each(1, 1)), only("2025-10-01", each(99, 1)))
    assert listed(timeline) == []
    assert charged(timeline, O3, "2025-10-02", "2025-10-15") == dollars("99", "1")


@pytest.mark.parametrize("amount", [0.00000075, 135_000])
def test_a_price_that_nobody_could_charge_is_held_back_from_the_first(timeline, amount):
    imported(timeline, only("2025-09-01", each(amount, 40)))
    assert len(listed(timeline)) == 1
    assert timeline.held(timeline.moment(), "price_changed") == []


def test_the_same_slip_month_after_month_is_held_back_once(jumped):
    (outcome,) = imported(jumped, only("2025-11-01", each(0.1, 40)))
    assert (outcome.held_back, outcome.events) == (1, 1)  # the reading alone
    assert len(listed(jumped)) == 1


def test_what_is_released_answers_from_the_day_on_which_it_was_said(jumped):
    jumped.append(decide(jumped, HELD, "released", "the provider's page says so"))
    assert charged(jumped, O3, "2025-10-02", "2025-10-15") == dollars("0.1", "40")
    assert charged(jumped, O3, "2025-10-02", "2025-09-15") == dollars("10", "40")
    assert [row.decision for row in listed(jumped)] == ["released"]
    assert listed(jumped, "open") == []
    (again,) = imported(jumped, only("2025-11-01", each(0.1, 40)))
    assert (again.held_back, again.known) == (0, 2)


def test_what_is_rejected_never_answers_and_stays_listed_with_the_reason(jumped):
    jumped.append(decide(jumped, HELD, "rejected", "a slip of the unit"))
    assert charged(jumped, O3, "2025-10-02", "2025-10-15") == dollars("10", "40")
    (row,) = listed(jumped)
    assert (row.decision, row.why) == ("rejected", "a slip of the unit")


def test_a_decision_is_made_once(jumped):
    jumped.append(decide(jumped, HELD, "rejected", "a slip of the unit"))
    with pytest.raises(Conflict, match="was rejected: a slip of the unit"):
        decide(jumped, HELD, "released", "on second thoughts")


def test_a_decision_that_is_retracted_is_open_again_and_made_anew(jumped):
    (rejected,) = decide(jumped, HELD, "rejected", "a slip of the unit")
    back = {"type": "retracted", "event": rejected.id, "fault": "ours", "why": "it was right"}
    jumped.append([rejected, parse({**back, "id": "back"})])
    assert [row.decision for row in listed(jumped)] == ["open"]
    again = decide(jumped, HELD, "rejected", "it was none")
    jumped.append([*again, parse({**back, "id": "back-2", "event": again[0].id})])
    jumped.append(decide(jumped, HELD, "released", "its own page says so"))
    assert [row.decision for row in listed(jumped)] == ["released"]
    assert charged(jumped, O3, "2025-10-02", "2025-10-15") == dollars("0.1", "40")


def test_what_nobody_held_back_cannot_be_decided_on(jumped):
    with pytest.raises(NotFound, match="Nothing was held back"):
        decide(jumped, "genai-prices/~held/openai/o9@2025-10-01", "released", "so")


def test_what_states_nothing_can_only_be_rejected(timeline):
    imported(timeline, only("2025-09-01", {"wishes_mtok": 1}))
    (row,) = listed(timeline)
    with pytest.raises(Conflict, match="states nothing that we understand"):
        decide(timeline, row.id, "released", "so")
    assert len(decide(timeline, row.id, "rejected", "so")) == 1


def test_what_was_held_back_later_was_not_known_before(jumped):
    assert quarantine(jumped, jumped.moment(known_at="2025-09-30")).rows == []
    assert quarantine(jumped, jumped.moment(source="genai-prices")).rows


def test_it_is_listed_by_the_api_too(jumped, tmp_path):
    client: TestClient = ready(create(tmp_path / "ecosys.db", fill=False))
    (row,) = client.get("/v1/quarantine?decision=open").json()["data"]
    assert row["id"] == HELD
    assert client.get("/v1/quarantine?decision=rejected").json()["data"] == []


def test_rules_that_would_never_end_are_held_back_and_the_prices_taken(timeline):
    hostile = model("a", each(1, 2), match={"regex": "^(a|aa)+$"})
    (outcome,) = imported(timeline, snapshot("2025-09-01", provider("openai", hostile)))
    assert any("can be read in several ways" in problem for problem in outcome.problems)
    assert charged(timeline, "openai/a", "2025-09-01", "2025-09-01") == dollars("1", "2")
    started = time.monotonic()
    assert charged(timeline, f"openai/{'a' * 200}!", "2025-09-01", "2025-09-01") is None
    assert time.monotonic() - started < 5
