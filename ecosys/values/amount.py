"""Exact numbers: Decimal from file to wire, written as plain digits, never as a binary float."""

from decimal import Decimal, InvalidOperation, localcontext
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from ecosys.values.memory import memoised

_MAX_DIGITS = 40


def read(value: object) -> Decimal:
    """A finite Decimal from a string, an integer or a Decimal; ValueError says what is wrong.

    >>> read("0.15") * 3
    Decimal('0.45')
    >>> read(0.15)
    Traceback (most recent call last):
    ValueError: 0.15 is not an exact number; write its digits: '0.15'
    """
    if type(value) is str:
        return _number(value)
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError(f"{value!r} is not an exact number; write its digits: '0.15'")
    return _number(value)


@memoised(300, typed=True)
def _number(value: str | int | Decimal) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"{value!r} is not a number; write its digits: '0.15'") from None
    if not number.is_finite():
        raise ValueError(f"{value!r} is not a finite number")
    if number.adjusted() > 20 or int(number.as_tuple().exponent) < -_MAX_DIGITS:
        raise ValueError(f"{value!r} has more digits than any figure here can need")
    return number


def read_positive(value: object) -> Decimal:
    """The same, of a number that is not negative.

    >>> read_positive("-1")
    Traceback (most recent call last):
    ValueError: '-1' is negative
    """
    number = read(value)
    if number < 0:
        raise ValueError(f"{value!r} is negative")
    return number


@memoised(300)
def text(number: Decimal) -> str:
    """The plain digits of a number: no exponent, no idle zeros.

    >>> text(Decimal("6E-7")), text(Decimal("1.20E3")), text(Decimal("-3.50"))
    ('0.0000006', '1200', '-3.5')
    """
    if number == 0:
        return "0"
    digits = format(number, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def ratio(part: Decimal, whole: Decimal, places: int = 6) -> Decimal:
    """`part / whole`, rounded half up to `places`; a whole of zero is the caller's error.

    >>> ratio(Decimal(2), Decimal(3))
    Decimal('0.666667')
    >>> ratio(Decimal(1), Decimal(8), places=2)
    Decimal('0.13')
    """
    with localcontext(prec=_MAX_DIGITS):
        return (part / whole).quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")


_schema: dict[str, Any] = {
    "type": "string",
    "format": "decimal",
    "pattern": r"^-?\d+(\.\d+)?$",
    "examples": ["0.15"],
}
_as_text = PlainSerializer(text, return_type=str)

Number = Annotated[Decimal, PlainValidator(read), _as_text, WithJsonSchema(_schema)]
"""An exact number."""

Quantity = Annotated[
    Decimal,
    PlainValidator(read_positive),
    _as_text,
    WithJsonSchema({**_schema, "pattern": r"^\d+(\.\d+)?$"}),
]
"""An exact number that is not negative."""
