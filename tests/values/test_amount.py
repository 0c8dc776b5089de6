from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosys.values import amount


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=12, min_value=-(10**9), max_value=10**9
    )
)
def test_a_number_survives_being_written(number):
    assert amount.read(amount.text(number)) == number
    assert "E" not in amount.text(number)


@pytest.mark.parametrize(
    ("given_", "text"),
    [("1.500E-7", "0.00000015"), ("8.00", "8"), ("0.0", "0"), ("-0", "0"), ("1200", "1200")],
)
def test_numbers_are_written_in_plain_digits(given_, text):
    assert amount.text(amount.read(given_)) == text


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "-inf", "1e999", "abc", "", 0.1, True, None, "1e-99"]
)
def test_what_is_no_exact_number_is_refused(value):
    with pytest.raises(ValueError, match=r"number|digits"):
        amount.read(value)


def test_a_ratio_is_rounded_half_up():
    assert amount.ratio(Decimal(1), Decimal(3)) == Decimal("0.333333")
    assert amount.ratio(Decimal(2), Decimal(3)) == Decimal("0.666667")
    assert amount.ratio(Decimal("0.5"), Decimal(1), 0) == Decimal(1)
