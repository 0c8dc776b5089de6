"""The calendar of ends: its order, what it can be subscribed to, and the ends that moved."""

from dataclasses import fields

import pytest

from ecosys.answers.deprecations import DeprecationRow
from ecosys_api.pages.deprecations import _of_year
from tests.api.pages.reading import text_of, tree

pytestmark = pytest.mark.no_cover


def end(subject, shutdown, status="ending", bound=None):
    given = dict.fromkeys(each.name for each in fields(DeprecationRow))
    return DeprecationRow(
        **{**given, "subject": subject, "shutdown": shutdown, "status": status, "bound": bound,
           "channel": "first_party", "replacements": (), "because": (1,), "events": ("e",),
           "voice": "acme", "marks": (), "disputed_by": ()}
    )  # fmt: skip


def moved(client, day, page=1):
    asked = f"provider=openai&as_of={day}&known_at={day}&page={page}"
    return tree(client.get(f"/deprecations/moved?{asked}").text)


def test_what_comes_stands_before_what_may_have_come_and_what_has_no_day_or_is_over():
    rows = [
        end("over-1", "2025-01-01", "ended"),
        end("some-day", None, "open"),
        end("maybe", "2026-04-01", bound="not_before"),
        end("later", "2027-02-01"),
        end("this-month", "2026-11"),
        end("next", "2026-12-01"),
        end("over-2", "2026-01-01", "ended"),
    ]
    order = [row.subject for row in _of_year(rows, None, "2026-11-20")]
    assert order == ["this-month", "next", "later", "maybe", "some-day", "over-2", "over-1"]


def test_a_year_has_its_ends_month_by_month(client):
    """Of what OpenAI named in June 2023, three models were to go on 2023-09-13."""
    page = tree(client.get("/deprecations/2023?as_of=2023-07-01&known_at=2023-07-01").text)
    rows = [each for each in page.iter("li") if list(each.iter("meter"))]
    months = {text_of(next(each.iter("span"))): next(each.iter("meter")) for each in rows}
    assert len(months) == 12
    assert months["09"].get("value") == "3"
    assert months["10"].get("value") == "0"


def test_exactly_the_models_one_uses_can_be_subscribed_to(client):
    models = "openai/gpt-4o, anthropic/claude-3-opus-20240229"
    page = tree(client.get(f"/deprecations?model={models}").text)
    links = {text_of(link): link.get("href") for link in page.iter("a")}
    calendar = client.get(links["calendar"]) if "calendar" in links else None
    assert calendar is not None
    assert calendar.text.startswith("BEGIN:VCALENDAR")
    assert "gpt-4o" in calendar.text
    assert "mistral" not in calendar.text
    assert client.get(links["feed of openai/gpt-4o"]).status_code == 200


def test_an_end_that_moved_is_told_with_both_days(client):
    """gpt-4-0314 was to end on 2023-09-13; OpenAI said later that it would be 2024-06-13."""
    page = moved(client, "2024-01-01")
    rows = [text_of(row) for row in page.iter("tr")]
    found = [row for row in rows if "openai/gpt-4-0314" in row and "2023-09-13" in row]
    assert any("2024-06-13" in row for row in found)


def test_a_move_that_nobody_knew_of_is_marked(client):
    page = moved(client, "2023-07-01", page=100)  # the last one
    later = [text_of(row) for row in page.iter("tr") if row.get("class") == "only_now"]
    assert any("openai/gpt-4-0314" in row for row in later)


def test_how_often_ends_move_is_that_of_the_metric(client):
    at = "as_of=2026-11-29&known_at=2026-11-29&position=12247"
    page = tree(client.get(f"/deprecations/moved?{at}").text)
    rows = [[text_of(cell) for cell in row.findall("td")] for row in page.iter("tr")]
    [told] = [row[1:3] for row in rows if row[:1] == ["openai"]]
    points = client.get(f"/v1/metrics/reschedulings?subject=openai&{at}").json()["data"]
    values = {
        point["labels"]["statistic"]: point["value"]
        for point in points
        if point["labels"]["kind"] == "shutdown"
    }
    assert told == [values["announcements"], values["changed"]]


def test_what_is_filtered_can_be_compared_at_a_workload(client):
    at = "as_of=2025-06-15"
    page = tree(client.get(f"/prices?provider=openai&q=o3&{at}").text)
    [link] = [each for each in page.iter("a") if "What would a workload cost at" in text_of(each)]
    compared = tree(client.get(link.get("href")).text)
    assert "openai/o3" in text_of(compared)
    assert "$600.00" in text_of(compared)  # 100,000 times (1,000 × 2 + 500 × 8) / 1,000,000
