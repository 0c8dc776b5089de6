"""Flywheel: its stages as series that begin at 100."""

from decimal import Decimal

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from tests import given
from tests.given import AUDITED
from tests.projections.folding import fold, points
from tests.properties import examples


def users(id, occurred, value, subject="openai/chatgpt", metric="users_weekly", **fields):
    return given.event(
        "observed",
        id,
        subject=subject,
        metric=metric,
        kind="flow",
        unit="users",
        period="week",
        occurred=occurred,
        value=value,
        **fields,
    )


def model(id, occurred, stage="general", what="model"):
    return given.event(
        "launched", id, subject=f"openai/{id}", what=what, stage=stage, occurred=occurred
    )


def tie(id, integrator, occurred, subject="openai/api"):
    return given.event(
        "integrated",
        id,
        integrator=integrator,
        subject=subject,
        category="product",
        occurred=occurred,
    )


def course(*events, **asked):
    return [
        (point.at, point.value, point.high, point.comparator)
        for point in points("flywheel", *events, **asked)
    ]


def test_every_series_begins_at_a_hundred():
    assert course(users("a", "2023-11-06", "50"), users("b", "2024-08-29", "125")) == [
        ("2023-11-06", 100, None, None),
        ("2024-08-29", 250, None, None),
    ]


def test_a_first_value_known_as_a_range_gives_ranges():
    events = (users("a", "2023-11-06", "10", high="20"), users("b", "2024-08-29", "40"))
    assert course(*events)[1] == ("2024-08-29", 200, 400, None)


def test_more_than_is_told():
    events = (users("a", "2023-11-06", "10"), users("b", "2024-08-29", "40", comparator=">"))
    assert course(*events)[1] == ("2024-08-29", 400, None, ">")


def test_metrics_that_count_differently_are_series_of_their_own():
    events = (
        users("a", "2023-11-06", "10"),
        users("b", "2024-08-29", "40", metric="users_monthly"),
    )
    found, coverage = fold("flywheel", *events)
    assert found == []
    assert coverage.missing == (
        "openai/chatgpt (users_weekly)",
        "openai/chatgpt (users_monthly)",
    )


def test_models_and_integrators_are_counted_so_far():
    events = (
        model("gpt-4", "2023-03-14"),
        model("gpt-4o", "2024-05-13"),
        model("gpt-4o-mini", "2024-07-18"),
        model("gpt-9", "2024-01-01", stage="announced"),
        tie("t1", "snap", "2023-03-01"),
        tie("t2", "snap", "2023-04-25"),
        tie("t3", "shopify", "2023-05-01"),
        tie("t4", "openai/chatgpt", "2023-06-01"),
    )
    assert course(*events, stage="models") == [
        ("2023-03-14", 100, None, None),
        ("2024-05-13", 200, None, None),
        ("2024-07-18", 300, None, None),
    ]
    assert course(*events, stage="integrations") == [
        ("2023-03-01", 100, None, None),
        ("2023-05-01", 200, None, None),
    ]


def test_each_count_names_all_that_it_counts():
    (_, second) = points("flywheel", model("m1", "2023-03-14"), model("m2", "2024-05-13"))
    assert second.events == ("m1", "m2")
    assert second.labels["figure"] == "2"


def test_nothing_after_the_day_asked_for_counts():
    events = (users("a", "2023-11-06", "50"), users("b", "2024-08-29", "125"))
    later = (users("c", "2025-10-06", "900"), model("m1", "2025-01-01"), model("m2", "2025-01-02"))
    assert course(*events, *later, as_of="2024-12-31") == course(*events)


@examples(150)
@tried(st.lists(st.integers(1, 10**9), min_size=2, max_size=6), st.integers(2, 1000))
def test_an_index_does_not_depend_on_the_scale(values, factor):
    def found(scale):
        return course(
            *(users(f"e{n}", f"{2018 + n}-05-03", str(v * scale)) for n, v in enumerate(values))
        )

    assert found(1) == found(factor)
    assert next(value for _, value, _, _ in found(1)) == 100


@examples(100)
@tried(st.lists(st.sampled_from(("2022", "2023-03-14", "2023-03", "2024-05-13")), max_size=8))
def test_what_is_counted_so_far_never_shrinks(dates):
    found = [value for _, value, _, _ in course(*(model(f"m{n}", d) for n, d in enumerate(dates)))]
    assert found == sorted(found)
    assert len(found) == len(set(dates)) if len(set(dates)) > 1 else found == []


@pytest.fixture
def released(seeded):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    found = seeded.project("flywheel", moment, {"subject": "openai"}).points
    return {point.labels["metric"]: point for point in found}  # the last of each series


def test_the_stages_of_openai_s_flywheel_grew_at_very_different_rates(released):
    """Expected: the last figure over the first, and distinct names, from the seed files."""
    assert {name: (point.value, point.high, point.at) for name, point in released.items()} == {
        "developers": (Decimal("4000.04"), 40000, "2025-10-06"),
        "users_weekly": (800, None, "2025-10-06"),
        "revenue_annualised": (2500, None, "2026-04"),
        "integrations_so_far": (3600, None, "2026-06-01"),
        "models_so_far": (8900, None, "2026-10-26"),
    }
