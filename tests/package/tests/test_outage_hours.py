"""outage_hours: hours of outages so far."""

from typing import Any

from ecosys.testing import ProjectionSuite, given


def outage(id: str, day: str, hours: str, **more: str) -> dict[str, Any]:
    """An outage of OpenAI's API, stated on its day."""
    return {
        "type": "outage_reported",
        "id": id,
        "subject": "openai/api",
        "occurred": day,
        "stated": day,
        "hours": hours,
        "sources": [{"source": "status", "url": "https://status.example"}],
        **more,
    }


HISTORY = (
    outage("a", "2023-11-08", "1.9"),
    outage("b", "2024-06-04", "6"),
    outage("c", "2024-06-04", "2", subject="anthropic/api"),
    outage("d", "2024-01-01", "1", stated="2025-01-01"),
)


def test_hours_add_up() -> None:
    assert given(*HISTORY[:2]).values("outage_hours") == ["1.9", "7.9"]


def test_a_sum_rests_on_all_that_was_added() -> None:
    first, second = given(*HISTORY[:2]).points("outage_hours")
    assert (first.events, second.events) == (("a",), ("a", "b"))


def test_only_long_outages_count_where_that_is_asked() -> None:
    assert given(*HISTORY[:2]).values("outage_hours", longer_than="2") == ["6"]


def test_what_was_said_later_was_not_known_before() -> None:
    history = given(*HISTORY)
    assert len(history.when(known_at="2024-12-31").points("outage_hours")) == 3
    assert len(history.when(known_at="2025-01-01").points("outage_hours")) == 4


class TestOutageHours(ProjectionSuite):
    """The suite that every projection passes, over a history of our own."""

    projection = "outage_hours"
    history = HISTORY
