"""successor_price_ratio: whether a new model costs more than the one whose place it took."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.given import AUDITED, event, price
from tests.projections.folding import fold, points
from tests.projections.pricing import (
    BEFORE,
    HISTORIES,
    ended,
    listed,
    lists,
    said_later,
    stated,
)
from tests.properties import examples


def pairs(found, direction="input"):
    """The ratio of each pair."""
    return {
        (each.labels["predecessor"], each.subject): each.value
        for each in found
        if "predecessor" in each.labels and each.labels["direction"] == direction
    }


OLD = listed("openai/old", "2024-01-01", "4", "10")
NEW = listed("openai/new", "2025-01-01", "2", "15")
END = ended("openai/old", "2025-01-01", "2025-07-01", "new")


def test_the_ratio_is_the_first_price_of_the_new_by_the_last_of_the_old():
    cut = listed("openai/old", "2024-06-01", "1", "5")
    later = listed("openai/new", "2025-03-01", "100", "100")
    found = points("successor_price_ratio", OLD, NEW, END, cut, later)
    assert pairs(found) == {("openai/old", "openai/new"): 2}
    assert pairs(found, "output") == {("openai/old", "openai/new"): 3}
    (point,) = [each for each in found if each.labels.get("last") == "1"]
    assert (point.at, set(point.events)) == (
        "2025-01-01",
        {"openai/old-deprecated", cut.id, NEW.id},
    )


def test_an_alias_that_was_moved_names_a_successor_too_and_a_pair_counts_once():
    moved = event(
        "alias_moved",
        "moved",
        alias="openai/latest",
        to="openai/new",
        occurred="2025-02-01",
        **{"from": "openai/old"},
    )
    assert pairs(points("successor_price_ratio", OLD, NEW, moved)) == {
        ("openai/old", "openai/new"): Decimal("0.5")
    }
    both = points("successor_price_ratio", OLD, NEW, END, moved)
    assert stated(both, "pairs", direction="input") == 1
    early = points("successor_price_ratio", OLD, NEW, moved, as_of="2025-01-31")
    assert early == []


def test_a_replacement_is_sought_at_the_same_provider_before_it_is_a_full_name():
    facts = [
        listed("groq/old", "2024-01-01", "1"),
        listed("groq/openai/oss", "2025-01-01", "2"),
        listed("openai/oss", "2025-01-01", "8"),
    ]
    end = ended("groq/old", "2025-01-01", "2025-07-01", "openai/oss")
    assert pairs(points("successor_price_ratio", *facts, end)) == {
        ("groq/old", "groq/openai/oss"): 2
    }
    elsewhere = points("successor_price_ratio", facts[0], facts[2], end)
    assert pairs(elsewhere) == {("groq/old", "openai/oss"): 8}
    assert {each.subject for each in elsewhere} == {"openai/oss", "openai", "market"}


def test_display_names_are_not_guessed_at_and_pairs_without_a_price_are_named():
    end = ended("openai/old", "2025-01-01", "2025-07-01", "New 1.0", "new")
    found, coverage = fold("successor_price_ratio", OLD, NEW, end)
    assert list(pairs(found)) == [("openai/old", "openai/new")]
    assert coverage.missing == ("openai/old to openai/New 1.0",)
    assert coverage.reason == "not enough facts: 1 successions with both prices, 3 are needed"


def test_of_what_was_free_no_ratio_is_known():
    free = listed("openai/old", "2024-01-01", "0", "10")
    found = points("successor_price_ratio", free, NEW, END)
    assert pairs(found) == {("openai/old", "openai/new"): None}
    (point,) = [each for each in found if each.labels.get("last") == "0"]
    assert point.labels["missing"] == "the predecessor was free"
    assert {each.labels["direction"] for each in found if each.subject == "openai"} == {"output"}


def test_prices_in_different_currencies_are_not_compared():
    euros = listed("openai/new", "2025-01-01", "2", "15", currency="EUR")
    assert points("successor_price_ratio", OLD, euros, END) == []


def test_a_promotion_is_not_the_first_price_unless_it_is_asked_for():
    promotion = price(
        "promo", "2025-01-01", subject="openai/new", input="1", output="1", until="2025-02-01"
    )
    regular = listed("openai/new", "2025-02-01", "8", "40")
    key = ("openai/old", "openai/new")
    assert pairs(points("successor_price_ratio", OLD, promotion, regular, END))[key] == 2
    counted = points("successor_price_ratio", OLD, promotion, regular, END, promotions="counted")
    assert pairs(counted)[key] == Decimal("0.25")


def test_who_asks_for_the_successor_is_told_what_went_before():
    found = points("successor_price_ratio", OLD, NEW, END, subject="openai/new")
    assert {each.subject for each in found} == {"openai/new"}
    assert points("successor_price_ratio", OLD, NEW, END, subject="anthropic") == []


# By property

CHAIN = [
    ended("anthropic/claude", "2025-02-01", "2025-12-01", "openai/gpt"),
    ended("openai/gpt", "2025-02-01", "2025-12-01", "o3"),
    ended("openai/o3", "2025-02-01", "2025-12-01", "anthropic/claude"),
]


@examples(150)
@given(HISTORIES, st.sampled_from((2, 3, 1000)))
def test_all_prices_times_a_factor_leave_the_ratios(history, factor):
    before, after = (
        points("successor_price_ratio", *lists(history, times), *CHAIN) for times in (1, factor)
    )
    assert pairs(before) == pairs(after)
    assert pairs(before) == pairs(before, "output")  # drawn output is four times input


@examples(100)
@given(HISTORIES)
def test_as_many_cost_more_less_or_the_same_as_there_are_pairs(history):
    found = points("successor_price_ratio", *lists(history), *CHAIN)
    if len(pairs(found)) < 3:
        return
    share = stated(found, "share_dearer", direction="input")
    cheaper = stated(found, "share_cheaper", direction="input")
    same = Decimal(sum(each == 1 for each in pairs(found).values())) / len(pairs(found))
    assert abs(share + cheaper + same - 1) < Decimal("0.00001")


@examples(100)
@given(HISTORIES, HISTORIES)
def test_what_is_said_later_changes_no_answer_of_before(history, later):
    facts = [*lists(history), *CHAIN]
    before = points("successor_price_ratio", *facts, **BEFORE)
    assert points("successor_price_ratio", *facts, *said_later(later), **BEFORE) == before


# Over the released log; expected values from the seeds with pandas


@pytest.fixture(scope="module")
def released(seeded):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    return seeded.project("successor_price_ratio", moment).points


@pytest.mark.parametrize(
    ("provider", "direction", "count", "median", "dearer", "cheaper"),
    [
        ("market", "input", 58, "1", "0.413793", "0.396552"),  # 24 and 23 of 58
        ("market", "output", 58, "1", "0.448276", "0.362069"),  # 26 and 21 of 58
        ("openai", "input", 25, "0.666667", "0.36", "0.56"),  # 9 and 14 of 25
        ("openai", "output", 25, "1", "0.44", "0.44"),  # 11 and 11 of 25
    ],
)
def test_successors_cost_more_about_as_often_as_less(
    released, provider, direction, count, median, dearer, cheaper
):
    assert stated(released, "pairs", provider, direction=direction) == count
    assert stated(released, "median", provider, direction=direction) == Decimal(median)
    assert stated(released, "share_dearer", provider, direction=direction) == Decimal(dearer)
    assert stated(released, "share_cheaper", provider, direction=direction) == Decimal(cheaper)


def test_pairs_that_anybody_can_look_up(released):
    found = pairs(released)
    assert found["openai/gpt-4.5-preview", "openai/gpt-4.1"] == Decimal("0.026667")  # 2 by 75
    assert found["openai/o1-preview", "openai/o3"] == Decimal("0.666667")  # 10 by 15
    haiku = ("anthropic/claude-3-haiku-20240307", "anthropic/claude-haiku-4-5-20251001")
    assert found[haiku] == 4  # 1 by 0.25
