"""Price lines: what the fields of a foreign price file mean, as lines of a price list of ours."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from typing import Any, NamedTuple

from ecosys.values import amount

TOKENS = "1M tokens"


class Meaning(NamedTuple):
    """What a field prices."""

    direction: str
    modality: str = "text"
    unit: str = TOKENS
    tier: str = "standard"
    above: int = 0


Line = tuple[Meaning, Decimal]
"""What is priced, and the price of one unit."""


def price(name: str, value: object, unit: str, power: int, most: int) -> Decimal:
    """The price of a unit: the value times a power of ten. ValueError: none, or not believed.

    >>> price("input_cost_per_token", "0.0000025", TOKENS, 6, 1000)
    Decimal('2.5')
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError(f"{name} is not a number")
    with localcontext(prec=100):
        of_unit = amount.read_positive(value).scaleb(power)
    if of_unit >= most:
        raise ValueError(f"{name}: {of_unit:f} USD per {unit} is not believed")
    return of_unit


def without_fillers(lines: Sequence[Line]) -> list[Line]:
    """The lines without zeros, but for input and output tokens of what prices other tokens.

    >>> zero, two = Decimal(0), Decimal(2)
    >>> lines = [(Meaning("input"), two), (Meaning("output"), zero), (Meaning("cache_read"), zero)]
    >>> [meaning.direction for meaning, _ in without_fillers(lines)]
    ['input', 'output']
    """
    tokens = any(price and meaning.unit == TOKENS for meaning, price in lines)
    zeros = (Meaning("input"), Meaning("output")) if tokens else ()
    return [line for line in lines if line[1] or line[0]._replace(tier="standard") in zeros]


def once(lines: Iterable[Line], units: Sequence[str]) -> list[Line]:
    """Each line once, in the unit that stands first; ValueError where one has two prices.

    >>> image = Meaning("output", "image", "image")
    >>> both = [(image, Decimal(1)), (image._replace(unit="megapixel"), Decimal(2))]
    >>> [meaning.unit for meaning, _ in once(both, ("megapixel", "image"))]
    ['megapixel']
    """
    by_thing: dict[Meaning, Line] = {}
    for meaning, price in sorted(lines, key=lambda line: units.index(line[0].unit)):
        known, same = by_thing.setdefault(meaning._replace(unit=""), (meaning, price))
        if known.unit == meaning.unit and same != price:
            raise ValueError(f"{' '.join(map(str, meaning))} is priced {same:f} and {price:f}")
    return sorted(by_thing.values())


def component(meaning: Meaning, price: Decimal | str) -> dict[str, Any]:
    """A line as plain fields, defaults left out; the price is a number, or `none` and the like.

    >>> component(Meaning("input", tier="batch"), Decimal("2.50"))
    {'direction': 'input', 'amount': '2.5', 'tier': 'batch'}
    """
    usual = Meaning(meaning.direction)._asdict()
    other = {name: value for name, value in meaning._asdict().items() if value != usual[name]}
    text = price if isinstance(price, str) else amount.text(price)
    return {"direction": meaning.direction, "amount": text, **other}
