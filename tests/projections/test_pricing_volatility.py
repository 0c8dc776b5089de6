"""pricing_volatility: how often prices change, and how unlike the changes are."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.given import AUDITED, price
from tests.projections.folding import fold, points
from tests.projections.pricing import BEFORE, HISTORIES, ended, listed, lists, said_later, stated
from tests.properties import examples

# 2024-01-01 to the end of 2025-12-31 are 731 days, of 365.25 to the year
TWO_YEARS = {"as_of": "2025-12-31"}


def test_changes_are_counted_by_the_year_and_by_the_year_of_each_line():
    facts = [
        listed("openai/o3", "2024-01-01", "10", "40"),
        listed("openai/o3", "2025-01-01", "5", "20"),
    ]
    found = points("pricing_volatility", *facts, **TWO_YEARS)
    assert stated(found, "changes", "openai") == 2
    assert stated(found, "changes_per_year", "openai") == Decimal("0.999316")  # 2 / 2.001369
    assert stated(found, "changes_per_line_year", "openai") == Decimal("0.499658")


def test_changes_of_the_same_proportion_do_not_spread():
    facts = [
        listed("openai/o3", day, each) for day, each in (("2024-01-01", "8"), ("2025-01-01", "4"))
    ]
    found = points("pricing_volatility", *facts)
    assert stated(found, "log_deviation", "openai") == 0


def test_one_price_halved_and_another_doubled_lie_two_logarithms_apart():
    facts = [
        listed("openai/o3", "2024-01-01", "8", "8"),
        listed("openai/o3", "2025-01-01", "4", "16"),
    ]
    found = points("pricing_volatility", *facts)
    # -ln 2 and ln 2: the deviation is ln 2 x the root of 2
    assert stated(found, "log_deviation", "openai") == Decimal("0.980258")


def test_one_change_does_not_spread_and_that_is_said():
    facts = [price("a", "2024-01-01", input="8"), price("b", "2025-01-01", input="4")]
    found = points("pricing_volatility", *facts)
    (point,) = [
        each
        for each in found
        if each.subject == "openai" and each.labels["statistic"] == "log_deviation"
    ]
    assert (point.value, point.labels["missing"]) == (None, "not enough facts: 1 changes, 2 needed")


def test_a_line_stands_on_the_list_until_its_model_is_shut_down():
    facts = [
        listed("openai/o3", "2024-01-01", "10", "40"),
        listed("openai/o3", "2024-07-01", "5", "20"),
        listed("openai/o3", "2025-07-01", "1", "4"),
        ended("openai/o3", "2024-01-01", "2025-01-01"),
    ]
    found = points("pricing_volatility", *facts, **TWO_YEARS)
    assert stated(found, "changes", "openai") == 2
    assert stated(found, "changes_per_line_year", "openai") == Decimal("0.997951")  # 365.25 / 366


def test_lines_whose_first_price_has_no_date_are_named_as_missing():
    found, coverage = fold("pricing_volatility", price("a", "unknown", input="1"))
    assert (found, coverage.missing) == ([], ("openai/o3",))


def test_models_may_be_told_one_by_one():
    facts = [
        listed("openai/a", "2024-01-01", "10"),
        listed("openai/a", "2024-07-01", "5"),
        listed("openai/b", "2024-07-01", "5"),
    ]
    found = points("pricing_volatility", *facts, per="model")
    assert {each.subject for each in found} == {"openai/a", "openai/b"}
    assert stated(found, "changes", "openai/b") == 0


# By property


@examples(150)
@given(HISTORIES, st.sampled_from((2, 3, 1000)))
def test_all_prices_times_a_factor_leave_the_volatility(history, factor):
    before, after = (
        [each.value for each in points("pricing_volatility", *lists(history, times))]
        for times in (1, factor)
    )
    assert before == after


@examples(100)
@given(HISTORIES)
def test_it_counts_the_changes_that_price_direction_counts(history):
    volatility = points("pricing_volatility", *lists(history))
    changed = stated(volatility, "changes")
    direction = points("price_direction", *lists(history))
    counted = stated(direction, "down") + stated(direction, "up") if direction else 0
    assert changed == counted
    assert changed == sum(
        stated(points("pricing_volatility", *lists(history), per="model"), "changes", subject)
        for subject in {subject for subject, _ in history}
    )


@examples(100)
@given(HISTORIES, HISTORIES)
def test_what_is_said_later_changes_no_answer_of_before(history, later):
    before = points("pricing_volatility", *lists(history), **BEFORE)
    after = points("pricing_volatility", *lists(history), *said_later(later), **BEFORE)
    assert before == after


# Over the released log; expected values from the seeds with pandas


@pytest.mark.parametrize(
    ("provider", "changes", "per_year", "per_line_year", "deviation"),
    [
        ("anthropic", 2, "0.563657", "0.030727", "0"),
        ("deepseek", 20, "7.992341", "1.754043", "0.862901"),
        ("google", 6, "2.397702", "0.15814", "1.189467"),
        ("groq", 1, "0.806291", "0.403146", None),
        ("mistral", 8, "2.904573", "0.277598", "0.130934"),
        ("openai", 19, "4.386694", "0.117346", "0.467408"),
        ("xai", 6, "3.838004", "0.198003", "0.548477"),
        ("market", 62, "14.314475", "0.149183", "0.755835"),
    ],
)
def test_a_price_changes_once_in_seven_years_and_deepseek_s_twice_a_year(
    seeded, provider, changes, per_year, per_line_year, deviation
):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    found = seeded.project("pricing_volatility", moment).points
    assert stated(found, "changes", provider) == changes
    assert stated(found, "changes_per_year", provider) == Decimal(per_year)
    assert stated(found, "changes_per_line_year", provider) == Decimal(per_line_year)
    assert stated(found, "log_deviation", provider) == (deviation and Decimal(deviation))
