"""output_input_ratio: how much more output costs than input."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.given import AUDITED, price
from tests.projections.folding import fold, points
from tests.projections.pricing import BEFORE, HISTORIES, ended, listed, lists, said_later, stated
from tests.properties import examples


def ratios(found):
    """The ratio of each model."""
    return {each.subject: each.value for each in found if "statistic" not in each.labels}


def test_the_ratio_is_output_by_input_however_the_units_are():
    mixed = price(
        "gpt-4",
        "2023-03-14",
        subject="openai/gpt-4",
        components=[
            {"direction": "input", "amount": "0.03", "unit": "1K tokens"},
            {"direction": "output", "amount": "60"},
        ],
    )
    assert ratios(points("output_input_ratio", mixed)) == {"openai/gpt-4": 2}


def test_one_price_for_both_is_one_and_not_dearer():
    ada = listed("openai/ada", "2022-09-01", "0.4", "0.4")
    gpt = [listed(f"openai/{name}", "2023-03-14", "2", "8") for name in ("a", "b", "c")]
    found = points("output_input_ratio", ada, *gpt)
    assert ratios(found)["openai/ada"] == 1
    assert stated(found, "share_dearer", "openai") == Decimal("0.75")
    assert stated(found, "median", "openai") == 4
    assert stated(found, "models", "openai") == 4


def test_the_price_in_force_answers_at_the_day_of_the_younger_line():
    first = listed("openai/o3", "2025-04-16", "10", "40")
    cut = price("cut", "2025-06-10", input="5")
    found = points("output_input_ratio", first, cut)
    (point,) = [each for each in found if "statistic" not in each.labels]
    assert (point.at, point.value, point.because) == ("2025-06-10", 8, (1, 2))


def test_where_input_is_free_no_ratio_is_known():
    found = points("output_input_ratio", listed("openai/o3", "2025-01-01", "0", "1"))
    (point,) = [each for each in found if "statistic" not in each.labels]
    assert (point.value, point.labels["missing"]) == (None, "input is free")
    assert stated(found, "median") is None


def test_a_price_in_one_direction_only_is_named_as_missing():
    found, coverage = fold("output_input_ratio", price("embed", "2025-01-01", input="1"))
    assert (found, coverage.missing) == ([], ("openai/o3",))


def test_models_that_have_stopped_answering_count_only_where_asked_for():
    old = listed("openai/ada", "2022-09-01", "0.4", "0.4")
    end = ended("openai/ada", "2023-07-06", "2024-01-04")
    assert ratios(points("output_input_ratio", old, end, as_of="2024-01-03")) == {"openai/ada": 1}
    assert points("output_input_ratio", old, end, as_of="2024-01-04") == []
    found = points("output_input_ratio", old, end, as_of="2024-01-04", ended=True)
    assert ratios(found) == {"openai/ada": 1}


def test_an_earliest_date_stops_nothing():
    old = listed("openai/o3", "2025-01-01", "1")
    end = ended("openai/o3", "2025-01-01", "not before 2025-06-01")
    assert ratios(points("output_input_ratio", old, end)) == {"openai/o3": 4}


def test_two_models_are_too_few_for_a_share():
    found = points("output_input_ratio", *(listed(f"openai/{n}", "2025-01-01", "1") for n in "ab"))
    assert stated(found, "share_dearer") is None


# By property


@examples(150)
@given(HISTORIES, st.sampled_from((2, 3, 1000)))
def test_all_prices_times_a_factor_leave_the_ratios(history, factor):
    before = points("output_input_ratio", *lists(history))
    after = points("output_input_ratio", *lists(history, factor))
    assert ratios(before) == ratios(after)
    assert set(ratios(before).values()) == {Decimal(4)}


@examples(100)
@given(HISTORIES, HISTORIES)
def test_what_is_said_later_changes_no_answer_of_before(history, later):
    before = points("output_input_ratio", *lists(history), **BEFORE)
    assert points("output_input_ratio", *lists(history), *said_later(later), **BEFORE) == before


# Over the released log; expected values from the seeds with pandas


def test_output_costs_more_for_nearly_every_model_on_offer(seeded):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    found = seeded.project("output_input_ratio", moment).points
    assert stated(found, "models") == 157  # 159 less Kimi K2.5 and GLM 5.2 at Mistral, ended before
    assert stated(found, "share_dearer") == Decimal("0.974522")  # 153 of 157
    assert stated(found, "median") == 4
    assert stated(found, "median", "openai") == 6
    assert stated(found, "median", "anthropic") == 5
    assert stated(found, "share_dearer", "mistral") == Decimal("0.714286")  # 10 of 14
    assert {each for each, ratio in ratios(found).items() if ratio <= 1} == {
        "mistral/ministral-3b-2512",
        "mistral/ministral-8b-2512",
        "mistral/ministral-8b-latest",
        "mistral/ministral-14b-2512",
    }


def test_with_models_that_were_shut_down_output_still_mostly_costs_more(seeded):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    found = seeded.project("output_input_ratio", moment, {"ended": True}).points
    assert stated(found, "models") == 240
    assert stated(found, "share_dearer") == Decimal("0.941667")  # 226 of 240


def test_before_gpt_4_openai_had_one_price(seeded):
    then = {}
    for day in ("2023-03-13", "2023-03-14"):
        moment = seeded.moment(as_of=day, known_at="2026-11-22", position=AUDITED)
        found = seeded.project("output_input_ratio", moment, {"subject": "openai"}).points
        then[day] = ratios(found)
    assert set(then["2023-03-13"].values()) == {Decimal(1)}
    assert then["2023-03-14"]["openai/gpt-4"] == 2
