"""Growth rates: how much a figure grew per year, and whose grew fastest."""

from decimal import Decimal

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from tests import given
from tests.projections.folding import fold, points
from tests.properties import examples


def figure(id, occurred, value, subject="openai/api", **fields):
    fields = {"metric": "developers", "kind": "stock", "unit": "developers", **fields}
    return given.event("observed", id, subject=subject, occurred=occurred, value=value, **fields)


def growth(*events, **asked):
    return [
        (point.labels["span"], point.value, point.high, point.comparator)
        for point in points("growth_rate", *events, **asked)
        if point.labels["statistic"] == "growth"
    ]


def ranks(*events, **asked):
    return {
        point.subject: (point.value, point.high)
        for point in points("growth_rate", *events, **asked)
        if point.labels["statistic"] == "rank"
    }


def test_what_quadruples_in_two_years_doubles_each_year():
    # 2022-01-01 to 2024-01-01 is 730 days: 4 ^ (365.25 / 730) - 1
    found = growth(figure("a", "2022-01-01", "100"), figure("b", "2024-01-01", "400"))
    assert found == [("whole", Decimal("1.0009"), None, None)]


def test_each_step_is_shown_beside_the_whole():
    found = growth(
        figure("a", "2021-01-01", "100"),
        figure("b", "2022-01-01", "100"),
        figure("c", "2023-01-01", "200"),
    )
    assert [each[:2] for each in found] == [
        ("whole", Decimal("0.4145")),  # 2 ^ (365.25 / 730) - 1
        ("step", 0),
        ("step", Decimal("1.0009")),  # 2 ^ (365.25 / 365) - 1
    ]


def test_a_range_gives_a_range_of_rates():
    found = growth(figure("a", "2022-01-01", "10", high="20"), figure("b", "2023-01-01", "40"))
    assert found == [("whole", Decimal("1.0009"), Decimal("3.0038"), None)]


def test_a_coarse_date_gives_a_range_of_rates():
    # between 334 and 364 days: 2 ^ (365.25 / d) - 1
    found = growth(figure("a", "2022-01", "100"), figure("b", "2022-12-31", "200"))
    assert found == [("whole", Decimal("1.0048"), Decimal("1.1340"), None)]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [("=", ">", ">"), (">", "=", "<"), (">", ">", "~"), ("~", "=", "~"), ("<=", "=", ">")],
)
def test_more_than_on_one_end_is_told(first, last, told):
    ((_, _, _, comparator),) = growth(
        figure("a", "2022-01-01", "1", comparator=first),
        figure("b", "2023-01-01", "2", comparator=last),
    )
    assert comparator == told


def test_figures_that_count_differently_are_not_set_against_each_other():
    one = figure("a", "2022-01-01", "100")
    for other in (
        {"metric": "developers_monthly"},
        {"unit": "EUR"},
        {"population": "of Europe"},
        {"subject": "openai/other"},
        {"kind": "share"},
    ):
        assert growth(one, figure("b", "2023-01-01", "200", **other)) == []


def test_a_rate_over_a_few_days_is_none():
    events = (figure("a", "2022-01-01", "100"), figure("b", "2022-03-01", "200"))
    assert growth(*events) == []
    assert growth(*events, shortest=59) != []


def test_three_comparable_subjects_are_ranked_and_two_are_not():
    openai = (figure("a", "2022-01-01", "100"), figure("b", "2023-01-01", "200"))
    google = tuple(
        figure(f"g{each.id}", each.occurred, each.value * 3, subject="google/api")
        for each in openai
    )
    cohere = (
        figure("c", "2022-01-01", "1", subject="cohere/api"),
        figure("d", "2023-01-01", "9", subject="cohere/api"),
    )
    assert ranks(*openai, *google) == {}
    _, coverage = fold("growth_rate", *openai, *google)
    assert coverage.reason == (
        "not enough facts: 2 comparable subjects with two figures, 3 are needed"
    )
    assert ranks(*openai, *google, *cohere) == {
        "cohere/api": (1, None),
        "google/api": (2, None),
        "openai/api": (2, None),
    }
    assert ranks(*openai, *google, *cohere, subject="openai") == {"openai/api": (2, None)}


def test_what_comes_after_the_day_asked_for_does_not_count():
    events = (figure("a", "2022-01-01", "100"), figure("b", "2023-01-01", "200"))
    later = figure("c", "2024-01-01", "900")
    assert growth(*events, later, as_of="2023-12-31") == growth(*events)


@examples(150)
@tried(
    st.lists(st.integers(1, 10**9), min_size=2, max_size=5),
    st.integers(2, 10**6),
)
def test_growth_does_not_depend_on_the_scale(values, factor):
    def rates(scale):
        events = [
            figure(f"e{n}", f"{2018 + n}-05-03", str(value * scale))
            for n, value in enumerate(values)
        ]
        return growth(*events)

    assert rates(1) == rates(factor)


@examples(150)
@tried(st.lists(st.integers(1, 1000), min_size=3, max_size=6))
def test_whoever_is_first_grew_at_least_as_fast_as_any(values):
    events = []
    for n, value in enumerate(values):
        subject = f"p{n}/api"
        events += [figure(f"a{n}", "2022-01-01", "100", subject=subject)]
        events += [figure(f"b{n}", "2023-01-01", str(value), subject=subject)]
    found = ranks(*events)
    best = {n for n, value in enumerate(values) if value == max(values)}
    assert {name for name, (rank, _) in found.items() if rank == 1} == {f"p{n}/api" for n in best}


@pytest.fixture
def released(seeded):
    def context(**parameters):
        moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
        return seeded.project("growth_rate", moment, parameters)

    return context


def test_one_provider_alone_says_twice_how_many_developers_it_has(released):
    """Expected: computed apart, with floats, from the stated figures."""
    answer = released()
    assert {point.subject for point in answer.points} == {"openai/api"}
    whole, *_, last = answer.points
    assert (whole.value, whole.high) == (Decimal("1.2561"), Decimal("2.7490"))
    assert (last.value, last.high, last.comparator) == (Decimal("0.4357"), None, ">")
    assert answer.coverage.reason.startswith("not enough facts: 1 ")
    assert "google/gemini-api" in answer.coverage.missing


def test_of_three_with_run_rates_in_dollars_openai_grew_slowest(released):
    found = {
        point.subject: (point.value, point.high)
        for point in released(metric="revenue_annualised").points
        if point.labels["statistic"] == "rank"
    }
    assert found == {"anthropic": (1, 2), "mistral": (1, 2), "openai": (3, None)}
