"""Amounts in another currency than their seller's."""

import pytest

from ecosys.answers.cost import cost
from ecosys.answers.prices import prices
from ecosys.errors import NotFound
from tests.given import event, price


def rate(currency, day, value):
    return event("observed", f"{currency}-{day}", subject=f"ecb/{currency.lower()}", value=value,
                 metric="reference_rate", kind="ratio", unit=f"{currency} per EUR",
                 occurred=day)  # fmt: skip


@pytest.fixture
def sold(timeline):
    timeline.append(
        [
            price("y", "2025-01-01", currency="CNY", input="8", output="16"),
            price("d", "2025-01-01", subject="openai/o4", input="2"),
            rate("USD", "2025-06-06", "1.25"),
            rate("CNY", "2025-06-06", "10"),
            rate("USD", "2025-06-13", "1.5"),
            rate("CNY", "2025-06-13", "10"),
        ]
    )
    return timeline


@pytest.mark.parametrize(
    ("as_of", "converted", "day", "marks"),
    [
        ("2025-06-06", "1", "2025-06-06", ()),  # 8 CNY = 0.8 EUR = 1 USD
        ("2025-06-12", "1", "2025-06-06", ()),
        ("2025-06-13", "1.2", "2025-06-13", ()),
        ("2025-06-22", "1.2", "2025-06-13", ()),
        ("2025-06-23", "1.2", "2025-06-13", ("old_rate",)),  # ten days and the most of another
    ],
)
def test_a_price_is_converted_at_the_last_rate_by_the_day(sold, as_of, converted, day, marks):
    row = prices(sold, sold.moment(as_of), "o3", currency="USD").rows[0]
    assert (row.per_million, row.currency) == (8, "CNY")
    assert f"{row.converted.normalize():f}" == converted
    assert (row.conversion.at, row.conversion.marks) == (day, marks)
    assert row.conversion.events == (f"CNY-{day}", f"USD-{day}")


def test_what_is_sold_in_the_currency_is_not_converted(sold):
    row = prices(sold, sold.moment("2025-06-13"), "o4", currency="USD").rows[0]
    assert (row.converted, row.conversion) == (None, None)


def test_a_total_is_converted_where_nothing_is_sold_in_the_currency(sold):
    tokens = {"input": 1_000_000, "output": 500_000}
    row, _ = cost(sold, sold.moment("2025-06-06"), "o3", tokens, currency="USD")
    assert (row.total, row.currency, row.converted) == (16, "CNY", 2)
    own, _ = cost(sold, sold.moment("2025-06-06"), "o3", tokens, currency="CNY")
    assert (own.total, own.converted) == (16, None)


def test_a_rate_that_nobody_stated_is_named_with_those_that_are_known(sold):
    with pytest.raises(NotFound, match="No rate of GBP is known on 2025-06-13") as refused:
        prices(sold, sold.moment("2025-06-13"), "o3", currency="GBP")
    assert refused.value.hint == "Known: CNY, EUR, USD."
    with pytest.raises(NotFound, match="No rate of CNY is known on 2025-06-05"):
        prices(sold, sold.moment("2025-06-05"), "o3", currency="EUR")
