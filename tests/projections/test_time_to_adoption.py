"""Time to adoption: the days from a launch to the first figure at or above a threshold."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.given import event
from tests.projections.folding import fold, points
from tests.properties import examples

LAUNCHED = date(2023, 1, 1)


def launch(day="2023-01-01", subject="langchain/langchain", **fields):
    return event("launched", f"{subject}-{day.replace(' ', '-')}", subject=subject,
                 occurred=day, what="framework", **fields)  # fmt: skip


def stars(day, value, subject="langchain/langchain", metric="github_stars", **fields):
    return event("observed", f"{subject}-{metric}-{day}", subject=subject, metric=metric,
                 value=str(value), kind="stock", unit="stars", occurred=str(day),
                 **fields)  # fmt: skip


def days(*facts, **asked):
    return [(each.at, each.value) for each in points("time_to_adoption", *facts, **asked)]


# By hand


def test_the_first_figure_at_the_threshold_ends_the_count():
    facts = (
        launch(),
        stars("2023-01-31", 79_999),
        stars("2023-03-02", 80_000),  # 30 + 30 days
        stars("2023-04-01", 90_000),
    )
    (found,) = points("time_to_adoption", *facts)
    assert (found.at, found.value, found.unit) == ("2023-03-02", 60, "days")
    assert found.labels == {"metric": "github_stars", "figure": "80000"}
    assert len(found.events) == 2
    assert days(*facts, threshold="85000") == [("2023-04-01", 90)]
    assert days(*facts, threshold="10") == [("2023-01-31", 30)]


def test_what_has_not_come_so_far_is_named_as_missing():
    found, coverage = fold("time_to_adoption", launch(), stars("2023-03-02", 500))
    assert found == []
    assert coverage.missing == ("langchain/langchain",)


@pytest.mark.parametrize("launches", [[], [launch("2023-01")], [launch("not after 2023-01-01")]])
def test_a_launch_that_is_not_known_to_the_day_leaves_the_days_unknown(launches):
    assert days(*launches, stars("2023-03-02", 80_000)) == [("2023-03-02", None)]


def test_a_figure_without_a_date_leaves_the_days_unknown():
    undated = event("observed", "u", subject="langchain/langchain", metric="github_stars",
                    value="90000", kind="stock", unit="stars", occurred="unknown",
                    stated="2024-06-01")  # fmt: skip
    assert days(launch(), undated) == [("unknown", None)]


def test_a_figure_that_is_only_an_upper_bound_passes_nothing():
    below = stars("2023-02-01", 100_000, comparator="<")
    assert days(launch(), below, stars("2023-03-02", 80_000)) == [("2023-03-02", 60)]


def test_figures_of_other_subjects_and_metrics_do_not_count():
    facts = (
        launch(),
        stars("2023-02-01", 90_000, metric="github_forks"),
        stars("2023-02-01", 90_000, subject="meta/llama"),
    )
    assert days(*facts) == [("2023-02-01", None)]  # of Llama, without a launch
    assert days(*facts, metric="github_forks") == [("2023-02-01", 31)]


def test_the_launch_is_the_first_that_was_more_than_an_announcement():
    facts = (
        launch("2022-01-01", stage="announced"),
        launch("2023-01-01", stage="preview"),
        launch("2023-02-01", stage="general"),
    )
    assert days(*facts, stars("2023-03-02", 80_000)) == [("2023-03-02", 60)]


# By property

GROWTH = st.dictionaries(st.integers(0, 900), st.integers(0, 200_000), max_size=8)


def growth(drawn, **fields):
    return [stars(LAUNCHED + timedelta(days=day), value, **fields) for day, value in drawn.items()]


@examples(150)
@given(GROWTH, st.integers(1, 150_000))
def test_the_days_are_those_of_the_earliest_figure_that_is_high_enough(drawn, threshold):
    reached = [day for day, value in drawn.items() if value >= threshold]
    found = days(launch(), *growth(drawn), threshold=str(threshold))
    assert [value for _, value in found] == ([min(reached)] if reached else [])


@examples(100)
@given(GROWTH, st.integers(1, 100_000), st.integers(0, 100_000))
def test_a_higher_threshold_is_never_passed_sooner(drawn, low, more):
    facts = (launch(), *growth(drawn))
    early, late = (days(*facts, threshold=str(each)) for each in (low, low + more))
    assert len(late) <= len(early)
    assert all(first[1] <= then[1] for first, then in zip(early, late, strict=False))


@examples(100)
@given(GROWTH, GROWTH)
def test_what_is_said_later_changes_no_answer_of_before(drawn, later):
    facts = (launch(stated="2023-01-01"), *growth(drawn))
    asked = {"as_of": "2025-12-31", "known_at": "2025-12-31"}
    more = [
        each.model_copy(update={"id": f"{each.id}-later"})
        for each in growth(later, stated="2026-02-01")
    ]
    before = days(*facts, **asked)
    assert None not in [value for _, value in before]
    assert days(*facts, *more, **asked) == before


# Over the released log


def test_langchain_took_523_days_to_eighty_thousand_stars(seeded):
    # 79,928 stars on 2024-03-22 and 80,019 the day after; its citation file dates it 2022-10-17.
    assert (date(2024, 3, 23) - date(2022, 10, 17)).days == 523
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
    asked = {"subject": "langchain/langchain"}
    (found,) = seeded.project("time_to_adoption", moment, asked).points
    assert (found.at, found.value, found.labels["figure"]) == ("2024-03-23", 523, "80019")
    before = seeded.moment(as_of="2024-03-22", known_at="2026-11-22")
    answer = seeded.project("time_to_adoption", before, asked)
    assert answer.points == ()
    assert answer.coverage.missing == ("langchain/langchain",)
