import pytest

from ecosys.errors import Refused
from tests.given import SOURCES, event, price

pytestmark = pytest.mark.engines
PRICE = price("p", "2025-01-01", input="1")
ENDING = event(
    "deprecated", "d", subject="openai/o3", announced="2025-01-01", shutdown="2025-07-01"
)


def corrected(id: str, of: str, **statement) -> object:
    return event("corrected", id, event=of, fault="ours", why="x",
                 statement={"sources": SOURCES, **statement})  # fmt: skip


RIGHT = {
    "type": "price_changed",
    "subject": "openai/o3",
    "occurred": "2025-01-01",
    "components": [{"direction": "input", "amount": "2"}],
}


@pytest.fixture
def log(timeline):
    timeline.append([PRICE, ENDING, corrected("c", "p", **RIGHT)])
    return timeline


def refused(log, event, says):
    with pytest.raises(Refused, match=says):
        log.append([event])
    assert log.head().position == 3


def test_a_correction_puts_the_same_type_in_place(log):
    launch = {"type": "launched", "subject": "openai/o3", "what": "model", "occurred": "2025-01-01"}
    refused(log, corrected("x", "p", **launch), "puts a launched statement in the place of p")


def test_a_correction_speaks_of_the_same_subject(log):
    refused(log, corrected("x", "p", **{**RIGHT, "subject": "openai/o1"}), "speak of openai/o1")


def test_a_correction_is_corrected_by_correcting_the_original_again(log):
    refused(log, corrected("x", "c", **RIGHT), "Correct p once more, or retract c")
    assert log.append([corrected("again", "p", **RIGHT)]).added == 1


def test_only_dates_that_an_event_has_can_move(log):
    move = event("rescheduled", "x", event="p", stated="2025-02-01", shutdown="2025-08-01")
    refused(log, move, "price_changed has no such date.*Dates that can move: occurred, until")
    assert log.append([event("rescheduled", "m", event="c", stated="2025-02-01",
                             occurred="2025-03-01")]).added == 1  # fmt: skip


def test_what_moves_again_is_the_event_not_its_move(log):
    log.append([event("rescheduled", "m", event="d", stated="2025-02-01", shutdown="2025-08-01")])
    for target in ("m", "c"):
        again = event("rescheduled", "x", event=target, stated="2025-03-01", shutdown="2025-09-01")
        with pytest.raises(Refused, match=r"Move d once more|has no such date"):
            log.append([again])


def test_what_has_no_dates_cannot_be_rescheduled(log):
    log.append([event("registered", "s", source="openai", name="OpenAI", kind="provider")])
    with pytest.raises(Refused, match="Dates that can move: none"):
        log.append([event("rescheduled", "x", event="s", stated="2025-02-01", cancelled="true")])
