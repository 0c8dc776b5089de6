"""price_index: a chained index of list prices, 100 at the first."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.given import AUDITED, price
from tests.projections.folding import points
from tests.projections.pricing import BEFORE, HISTORIES, ended, listed, lists, said_later
from tests.properties import examples


def index(*facts, subject="market", **asked):
    """The dates and values of one index."""
    found = points("price_index", *facts, **asked)
    return [(each.at, each.value) for each in found if each.subject == subject]


def test_the_index_of_one_model_is_its_price():
    facts = [listed("openai/o3", "2025-04-16", "10", "40"), listed("openai/o3", "2025-06-10", "2")]
    assert index(*facts) == [("2025-04-16", 100), ("2025-06-10", 20)]
    assert index(*facts, direction="output") == index(*facts)


def test_among_four_models_one_that_falls_to_a_sixteenth_halves_it():
    facts = [listed(f"openai/{name}", "2025-01-01", "16") for name in "abcd"]
    cut = listed("openai/a", "2025-02-01", "1")
    assert index(*facts, cut) == [("2025-01-01", 100), ("2025-02-01", 50)]


def test_what_comes_new_or_goes_does_not_move_it_by_itself():
    facts = [
        listed("openai/old", "2025-01-01", "10"),
        listed("openai/new", "2025-02-01", "1"),
        ended("openai/old", "2025-02-01", "2025-03-01"),
        listed("openai/new", "2025-04-01", "0.5"),
    ]
    assert index(*facts) == [("2025-01-01", 100), ("2025-04-01", 50)]


def test_the_cheapest_on_offer_is_moved_by_what_comes_and_goes():
    facts = [
        listed("openai/old", "2025-01-01", "10"),
        listed("openai/new", "2025-02-01", "1"),
        listed("openai/dear", "2025-02-01", "40"),
        ended("openai/new", "2025-02-01", "2025-03-01"),
    ]
    assert index(*facts, kind="cheapest") == [
        ("2025-01-01", 100),
        ("2025-02-01", 10),
        ("2025-03-01", 100),
    ]
    assert index(*facts, kind="flagship") == [("2025-01-01", 100), ("2025-02-01", 400)]


def test_what_will_stop_answering_still_counts_until_it_does():
    facts = [
        listed("openai/old", "2025-01-01", "10"),
        listed("openai/new", "2025-02-01", "1"),
        ended("openai/new", "2025-02-01", "2025-03-01"),
    ]
    found = index(*facts, kind="cheapest", as_of="2025-02-28")
    assert found == [("2025-01-01", 100), ("2025-02-01", 10)]


def test_an_earliest_date_stops_nothing():
    facts = [
        listed("openai/old", "2025-01-01", "10"),
        listed("openai/new", "2025-02-01", "1"),
        ended("openai/new", "2025-02-01", "not before 2025-03-01"),
    ]
    assert index(*facts, kind="cheapest")[-1] == ("2025-02-01", 10)


def test_providers_count_the_same_among_the_cheapest():
    facts = [
        listed("openai/a", "2025-01-01", "4"),
        listed("mistral/a", "2025-01-01", "8"),
        listed("mistral/b", "2025-01-01", "9"),
        listed("openai/b", "2025-02-01", "1"),
    ]
    assert index(*facts, kind="cheapest")[-1] == ("2025-02-01", 50)  # the root of 1/4 x 1
    assert index(*facts, kind="cheapest", subject="openai")[-1] == ("2025-02-01", 25)
    assert index(*facts, kind="cheapest", subject="mistral") == [("2025-01-01", 100)]


def test_it_may_be_drawn_at_the_end_of_each_year():
    facts = [listed("openai/o3", "2024-04-16", "10"), listed("openai/o3", "2026-06-10", "2")]
    assert index(*facts, every="year", as_of="2026-08-01") == [
        ("2024-12-31", 100),
        ("2025-12-31", 100),
        ("2026-08-01", 20),
    ]


def test_it_begins_with_the_first_price_that_is_above_zero():
    facts = [
        listed("openai/free", "2025-01-01", "0"),
        listed("openai/o3", "2025-02-01", "2"),
        listed("openai/o3", "2025-03-01", "1"),
    ]
    assert index(*facts) == [("2025-02-01", 100), ("2025-03-01", 50)]


def test_free_models_and_those_with_one_price_only_are_left_out():
    free = [listed("openai/a", "2025-01-01", "0"), listed("openai/a", "2025-02-01", "1")]
    embedding = price("embed", "2024-01-01", subject="openai/embed", input="0.02")
    paid = listed("openai/b", "2025-01-01", "2")
    assert index(*free, embedding, paid) == [("2025-01-01", 100)]


def test_a_promotion_moves_what_buyers_pay_and_ends():
    facts = [
        listed("openai/a", "2025-01-01", "2"),
        listed("openai/a", "2025-02-01", "1", until="2025-03-01"),
    ]
    assert [value for _, value in index(*facts)] == [100, 50, 100]
    assert index(*facts, promotions="left_out") == [("2025-01-01", 100)]


def test_a_model_asked_for_has_an_index_of_its_own():
    facts = [listed("openai/a", "2025-01-01", "2"), listed("openai/a", "2025-02-01", "1")]
    other = listed("openai/b", "2025-01-01", "8")
    for kind in ("models", "cheapest", "flagship"):
        found = points("price_index", *facts, other, subject="openai/a", kind=kind)
        assert [(each.subject, each.value) for each in found] == [
            ("openai/a", 100),
            ("openai/a", 50),
        ]


# By property

KINDS = st.sampled_from(("models", "cheapest", "flagship"))


@examples(150)
@given(HISTORIES, KINDS, st.sampled_from((2, 3, 1000)))
def test_all_prices_times_a_factor_leave_the_index(history, kind, factor):
    before, after = (index(*lists(history, times), kind=kind) for times in (1, factor))
    assert before == after
    assert before[0][1] == 100


@examples(100)
@given(HISTORIES)
def test_the_index_of_a_fixed_basket_is_the_mean_of_its_relatives(history):
    first = [listed(subject, "2024-01-01", "1") for subject, _ in history]
    first = list({each.id: each for each in first}.values())
    last = {subject: Decimal(amount) for (subject, _), amount in sorted(history.items())}
    product = Decimal(1)
    for amount in last.values():
        product *= amount
    mean = product ** (Decimal(1) / len(last)) * 100
    assert abs(index(*first, *lists(history))[-1][1] - mean) <= Decimal("0.0001")


@examples(100)
@given(HISTORIES, HISTORIES, KINDS)
def test_what_is_said_later_changes_no_answer_of_before(history, later, kind):
    before = points("price_index", *lists(history), kind=kind, **BEFORE)
    after = points("price_index", *lists(history), *said_later(later), kind=kind, **BEFORE)
    assert before == after


# Over the released log; expected values from the seeds with pandas, at the ends of years


@pytest.mark.parametrize(
    ("subject", "kind", "direction", "expected"),
    [
        ("openai", "models", "input", "39.0058 37.4352 31.1717 26.6253 25.143"),
        ("openai", "models", "output", "39.0058 39.0058 37.1797 31.757 29.8333"),
        ("openai", "cheapest", "input", "50 50 18.75 6.25 6.25"),
        ("openai", "flagship", "input", "33.3333 100 100 250 50"),
        ("market", "models", "input", "39.0058 37.7787 28.0716 27.0415 25.7968"),
        ("market", "cheapest", "input", "50 50 13.5719 9.7778 5.275"),
        ("market", "cheapest", "output", "50 50 29.9345 22.0465 11.5245"),
        ("market", "flagship", "output", "33.3333 200 325.285 599.1438 767.227"),
    ],
)
def test_prices_fell_to_a_quarter_and_the_cheapest_further(
    seeded, subject, kind, direction, expected
):
    moment = seeded.moment(as_of="2026-10-31", known_at="2026-11-22", position=AUDITED)
    asked = {"kind": kind, "direction": direction, "every": "year"}
    found = seeded.project("price_index", moment, asked).points
    assert [each.value for each in found if each.subject == subject] == [
        Decimal(each) for each in expected.split()
    ]
