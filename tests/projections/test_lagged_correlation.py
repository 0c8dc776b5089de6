"""Lagged correlation: how closely one monthly series follows another."""

from decimal import Decimal

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from tests import given
from tests.projections.folding import fold, points
from tests.properties import examples


def monthly(metric, values, subject, first=0):
    """Figures of successive months from 2020-01 on, each on the 15th; None: a gap."""
    return [
        given.event(
            "observed",
            f"{metric}-{month}",
            subject=subject,
            metric=metric,
            kind="stock",
            unit=metric,
            occurred=f"{2020 + month // 12}-{month % 12 + 1:02}-15",
            value=str(value),
        )
        for month, value in enumerate(values, start=first)
        if value is not None
    ]


def history(leading, following, later=0):
    return [
        *monthly("users_weekly", leading, "openai/chatgpt"),
        *monthly("developers", following, "openai/api", later),
    ]


def by_lag(*events, **asked):
    return {
        point.labels["lag"]: (point.value, point.labels["pairs"])
        for point in points("lagged_correlation", *events, **asked)
        if point.labels["statistic"] == "correlation"
    }


WAVE = [1, 4, 9, 7, 2, 8, 3, 6, 5, 12, 10, 11, 15, 13, 20]


def test_what_repeats_another_two_months_later_correlates_wholly_at_that_lag():
    found = by_lag(*history(WAVE, [each * 10 for each in WAVE], later=2), most=2)
    assert found["2"] == (1, "14")  # fifteen months, fourteen changes
    assert abs(found["0"][0]) < 1


def test_the_opposite_correlates_negatively():
    assert by_lag(*history(WAVE, [100 - each for each in WAVE]), most=0) == {"0": (-1, "14")}


def test_levels_can_be_paired_instead_of_changes():
    events = history(WAVE, [each * 2 for each in WAVE])
    assert by_lag(*events, most=0, compared="levels") == {"0": (1, "15")}


def test_below_twelve_pairs_the_pairs_are_shown_instead():
    events = history([1, 2, 3], [10, 20, 30])
    found, coverage = fold("lagged_correlation", *events, most=1)
    assert [(point.at, str(point.value), point.labels["leading_figure"]) for point in found] == [
        ("2020-01-15", "10", "1"),
        ("2020-02-15", "20", "2"),
        ("2020-03-15", "30", "3"),
        ("2020-02-15", "20", "1"),
        ("2020-03-15", "30", "2"),
    ]
    assert {point.labels["statistic"] for point in found} == {"pair"}
    assert coverage.reason == "not enough facts: 2 pairs of changes, 12 are needed"


def test_exactly_twelve_pairs_are_enough():
    assert by_lag(*history(WAVE[:12], WAVE[:12]), most=0) == {}
    assert by_lag(*history(WAVE[:13], WAVE[:13]), most=0) == {"0": (1, "12")}


def test_a_missing_month_makes_no_pair_and_no_change():
    gap = [*WAVE[:7], None, *WAVE[8:]]
    assert by_lag(*history(gap, WAVE), most=0, compared="levels")["0"][1] == "14"
    assert by_lag(*history(gap, WAVE), most=0)["0"][1] == "12"  # two changes are lost


def test_a_series_that_does_not_move_has_no_correlation():
    assert by_lag(*history(WAVE, [5] * 15), most=0) == {"0": (None, "14")}


def test_series_of_different_providers_are_paired_only_when_asked_for():
    events = [
        *monthly("users_weekly", WAVE, "openai/chatgpt"),
        *monthly("developers", WAVE, "google/gemini-api"),
    ]
    assert by_lag(*events) == {}
    assert by_lag(*events, leading_subject="openai", most=0) == {"0": (1, "14")}


def test_nothing_after_the_day_asked_for_counts():
    assert by_lag(*history(WAVE, WAVE), most=0, as_of="2021-02-14") == {"0": (1, "12")}


VALUES = st.lists(st.integers(1, 1000), min_size=13, max_size=20)


@examples(150)
@tried(VALUES, VALUES, st.integers(2, 50))
def test_a_correlation_lies_between_minus_one_and_one_at_any_scale(leading, following, factor):
    found = by_lag(*history(leading, following))
    scaled = by_lag(*history(leading, [each * factor for each in following]))
    assert found.keys() == scaled.keys()
    for lag, (value, pairs) in found.items():
        assert int(pairs) >= 12
        if value is not None:
            assert -1 <= value <= 1
            assert abs(value - scaled[lag][0]) <= Decimal("0.0001")


@pytest.fixture
def released(seeded):
    def context(**parameters):
        moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22")
        return seeded.project("lagged_correlation", moment, parameters)

    return context


def test_two_months_are_too_few_to_say_that_chatgpt_brought_developers(released):
    """Expected: the months in which the seed files have both figures, read by eye."""
    answer = released(most=0)
    assert [(point.at, point.value, point.labels["leading_figure"]) for point in answer.points] == [
        ("2023-11-06", 2_000_000, "~ 100000000"),
        ("2025-10-06", 4_000_000, "> 800000000"),
    ]
    assert answer.coverage.reason.startswith("not enough facts: 0 pairs of changes")


@pytest.mark.parametrize(
    ("compared", "expected"),
    [
        ("changes", {"0": ("0.5200", "34"), "1": ("0.1597", "33"), "2": ("-0.0930", "32")}),
        ("levels", {"0": ("0.9669", "36"), "1": ("0.9433", "35"), "2": ("0.9362", "34")}),
    ],
)
def test_downloads_of_langchain_move_with_those_of_openai_in_the_same_month(
    released, compared, expected
):
    """Expected: monthly series joined and correlated with pandas."""
    answer = released(
        leading="pypi_downloads_30d",
        following="pypi_downloads_30d",
        leading_subject="openai/openai-python",
        subject="langchain/langchain",
        compared=compared,
        most=2,
    )
    assert {
        point.labels["lag"]: (point.value, point.labels["pairs"]) for point in answer.points
    } == {lag: (Decimal(value), pairs) for lag, (value, pairs) in expected.items()}
