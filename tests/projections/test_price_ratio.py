"""price_ratio: what one model costs beside another."""

from decimal import Decimal

from hypothesis import given as given_that
from hypothesis import strategies as st

from ecosys.moment.hold import hold
from ecosys.projection import Context
from ecosys.projections.price_ratio import PriceRatioParameters, price_ratio
from tests.given import log, moment, price
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


@given_that(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(2, 50))
@examples(100)
def test_prices_in_another_unit_have_the_same_ratio(big, small, scale):
    once = ratios(two({"input": str(big)}, {"input": str(small)}), moment())
    more = ratios(two({"input": str(big * scale)}, {"input": str(small * scale)}), moment())
    assert once == more


def test_gpt_4o_cost_five_times_gpt_3_5_turbo_at_the_end_of_2024(seeded):
    at = seeded.moment(as_of="2024-12-31", known_at="2026-11-22")
    found = seeded.project("price_ratio", at, {}).points
    by = {point.labels["direction"]: point.value for point in found}
    assert by["input"] == Decimal("2.50") / Decimal("0.50")
    assert by["output"] == round(Decimal(10) / Decimal("1.50"), 6)
