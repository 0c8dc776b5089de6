"""What a metric said with less knowledge: as a fan, as steps, and in rows."""

from decimal import Decimal

import pytest

from ecosys.projection import Point
from ecosys.values import instant
from ecosys_api.charts.spec import rows_of
from ecosys_api.charts.vintages import Vintage, vintage_chart
from ecosys_api.page.addresses import Addresses
from ecosys_api.tables.vintages import changes
from tests.api.pages.reading import tables, text_of, tree
from tests.given import at

LINKS = Addresses("", {})
AS_OF = at("2026-01-01")


def point(day, value, subject="acme", **labels):
    amount = None if value is None else Decimal(value)
    return Point(subject, day, amount, "stars", events=(f"{subject}-{day}",), labels=labels)


def known(day, *points):
    return Vintage(at(day) + instant.DAY - 1, points)


def values(chart, series):
    rows = rows_of(chart.spec, "points")
    return [(row["at"], row["value"]) for row in rows if row["series"] == series]


def test_a_metric_that_runs_is_a_fan_with_a_line_for_what_was_known_each_time():
    first = [point(f"2024-0{n}-01", n) for n in (1, 2, 3)]
    corrected = [*first[:2], point("2024-03-01", 5), point("2025-03-01", 6)]
    vintages = [known("2024-12-31", *first), known("2025-12-31", *corrected)]
    chart = vintage_chart("Stars", vintages, LINKS, AS_OF)
    assert values(chart, "known 2024-12-31")[-1] == ("2024-03-01", 3)
    assert values(chart, "known 2025-12-31")[-2:] == [("2024-03-01", 5), ("2025-03-01", 6)]


def test_what_was_known_as_before_is_no_line_of_its_own():
    points = [point(f"2024-0{n}-01", n) for n in (1, 2, 3)]
    days = ("2024-12-31", "2025-12-31", "2026-01-01")
    chart = vintage_chart("Stars", [known(day, *points) for day in days], LINKS, AS_OF)
    assert {row["series"] for row in rows_of(chart.spec, "points")} == {"known 2024-12-31"}


def test_a_figure_of_one_day_is_steps_by_the_day_on_which_it_was_known_so():
    vintages = [
        known("2025-01-31", point("2025-01-01", 10)),
        known("2025-02-28", point("2025-01-01", 10)),
        known("2025-03-31", point("2025-01-01", 8)),
        known("2025-04-30"),
    ]
    chart = vintage_chart("Stars", vintages, LINKS, AS_OF)
    assert values(chart, "acme") == [("2025-01-31", 10), ("2025-03-31", 8)]
    ran = [row["value"] for row in rows_of(chart.spec, "lines") if row["state"] == "so"]
    assert ran[-1] is None  # since April nothing is known of it


def test_without_a_value_there_is_no_picture():
    assert vintage_chart("Stars", [known("2025-01-31", point("2025", None))], LINKS, AS_OF) is None
    assert vintage_chart("Stars", [], LINKS, AS_OF) is None


def test_rows_are_what_became_another_thing_with_what_was_said_until_then():
    vintages = [
        known("2025-01-31", point("2025", 10, figure="100"), point("2025", 3, "b", figure="9")),
        known("2025-02-28", point("2025", 12, figure="120"), point("2025", 3, "b", figure="9")),
    ]
    latest, *first = changes(vintages)
    assert (latest.day, latest.point.value, latest.before.value) == ("2025-02-28", 12, 10)
    assert [(row.point.subject, row.before) for row in first] == [("acme", None), ("b", None)]


def test_points_that_labels_alone_tell_apart_are_all_in_the_rows():
    alike = [point("2025", n, size=str(n)) for n in range(20)]
    assert len(changes([known("2025-01-31", *alike)])) == 20


@pytest.mark.no_cover
def test_the_page_has_a_picture_rows_and_the_answer_with_every_day(client):
    page = client.get("/metrics/provider_share/vintages?as_of=2026-04-01&known_at=2026-04-30")
    content = tree(page.text)
    assert [each for each in content.iter("figure") if each.get("data-spec")]
    [rows] = tables(content)
    assert "2026-01-31" in text_of(rows)  # a month end at which figures of downloads became known
    assert "/v1/metrics/provider_share/vintages.md" in page.text
    picture = client.get("/charts/metrics/provider_share/vintages.svg?known_at=2026-04-30")
    assert "by the day of knowledge" in picture.text


@pytest.mark.no_cover
def test_a_metric_with_very_many_points_asks_for_some_of_them(client):
    assert "ask for some of them" in client.get("/metrics/price_history/vintages").text
    one = client.get("/metrics/price_history/vintages?subject=openai/o3").text
    assert "ask for some of them" not in one
