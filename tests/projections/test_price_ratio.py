"""price_ratio: what one model costs beside another."""

from decimal import Decimal

from hypothesis import given as given_that
from hypothesis import strategies as st

from ecosys.moment.hold import hold
from ecosys.projection import Context
from ecosys.projections.price_ratio import PriceRatioParameters, price_ratio
from tests.given import event, log, moment, price
from tests.properties import examples

ASKED = {"model": "openai/big", "to": "openai/small"}


def ratios(records, at, **more):
    asked = PriceRatioParameters(**ASKED, **more)
    found = price_ratio.fold(hold(records, at), Context(at, asked))
    return {point.labels["direction"]: point.value for point in found}


def two(big, small):
    return log(price("b", "2024-05-13", subject="openai/big", **big),
               price("s", "2024-01-25", subject="openai/small", **small))  # fmt: skip


def test_each_direction_has_its_ratio():
    records = two({"input": "5", "output": "15"}, {"input": "0.5", "output": "1.5"})
    assert ratios(records, moment()) == {"input": Decimal(10), "output": Decimal(10)}


def test_before_one_of_them_is_sold_there_is_none():
    records = two({"input": "5"}, {"input": "0.5"})
    assert ratios(records, moment("2024-05-12")) == {}


def test_what_is_free_or_has_no_price_has_no_ratio():
    records = two({"input": "5", "output": "15"}, {"input": "0"})
    assert ratios(records, moment()) == {}


def test_what_has_ended_has_no_ratio_any_more():
    end = event("deprecated", "end", subject="openai/small", announced="2024-06-01",
                stated="2024-06-01", shutdown="2024-09-01")  # fmt: skip
    big, small = (price(name, "2024-01-25", subject=f"openai/{name}", input=amount)
                  for name, amount in [("big", "5"), ("small", "1")])  # fmt: skip
    records = log(big, small, end)
    assert ratios(records, moment("2024-08-31")) == {"input": 5}
    assert ratios(records, moment("2024-09-01")) == {}


def test_amounts_in_two_currencies_are_not_divided():
    yuan = price("s", "2024-01-25", subject="openai/small", input="1", currency="CNY")
    assert (
        ratios(log(price("b", "2024-01-25", subject="openai/big", input="5"), yuan), moment()) == {}
    )


@given_that(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(2, 50))
@examples(100)
def test_prices_in_another_unit_have_the_same_ratio(big, small, scale):
    once = ratios(two({"input": str(big)}, {"input": str(small)}), moment())
    more = ratios(two({"input": str(big * scale)}, {"input": str(small * scale)}), moment())
    assert once == more


def test_gpt_4o_cost_five_times_gpt_3_5_turbo_at_the_end_of_2024(seeded):
    at = seeded.moment(as_of="2024-12-31", known_at="2026-11-22")
    asked = {"model": "openai/gpt-4o", "to": "openai/gpt-3.5-turbo"}
    found = seeded.project("price_ratio", at, asked).points
    by = {point.labels["direction"]: point.value for point in found}
    assert by["input"] == Decimal("2.50") / Decimal("0.50")
    assert by["output"] == round(Decimal(10) / Decimal("1.50"), 6)
