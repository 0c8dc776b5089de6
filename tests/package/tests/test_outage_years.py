"""outage_years: how many outages each year had."""

from typing import Any

from ecosys.testing import ProjectionSuite, given


def outage(id: str, day: str, subject: str = "openai/api") -> dict[str, Any]:
    """An outage of an hour, stated on its day."""
    return {
        "type": "outage_reported",
        "id": id,
        "subject": subject,
        "occurred": day,
        "stated": day,
        "hours": "1",
        "sources": [{"source": "status", "url": "https://status.example"}],
    }


WRONG = {
    "type": "retracted",
    "id": "r",
    "event": "b",
    "fault": "source",
    "why": "It was a test.",
    "stated": "2024-06-05",
}
HISTORY = (
    outage("a", "2023-11-08"),
    outage("b", "2024-06-04"),
    outage("c", "2024-06-04", "anthropic/api"),
    outage("d", "2024-12-11"),
    WRONG,
    outage("e", "2023-12-24"),
)


def test_each_year_is_counted_for_each_subject_without_what_was_retracted() -> None:
    points = given(*HISTORY).points("outage_years")
    assert [(point.at, point.subject, str(point.value)) for point in points] == [
        ("2023", "openai/api", "2"),
        ("2024", "anthropic/api", "1"),
        ("2024", "openai/api", "1"),
    ]


class TestOutageYears(ProjectionSuite):
    """The suite checks that what is stored equals a fold from scratch."""

    projection = "outage_years"
    history = HISTORY
