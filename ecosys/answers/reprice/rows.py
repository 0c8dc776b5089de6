"""Rows: what each row of a log costs, as it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ecosys.answers.reprice.calls import Call, Kind
from ecosys.answers.reprice.cells import Cell, Place
from ecosys.answers.reprice.layout import COUNTED
from ecosys.answers.reprice.pricing import Priced, priced
from ecosys.answers.reprice.timetable import Slot
from ecosys.domain.costs import amount_of
from ecosys.values import amount, instant

SAID = ("row", "id", "time", "until", "model", "provider", "requests", *COUNTED, "logged_cost")
"""The columns that tell what the log says."""
TOLD = (
    *("subject", "channel", "region", "tier", "cost", "currency", "evidence_class", "assumed"),
    *("price_reference", "reason"),
)
"""The columns that tell what it costs."""
COLUMNS = (*SAID, *TOLD)
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """What one row of a cell costs: an amount for each of its tokens, or for all of them."""

    priced: Priced
    rates: tuple[Decimal, ...]
    """Per token of each direction of `COUNTED`; of those that the row has none of, zero."""
    fixed: Decimal
    """What is added to that: all, where each part of a count is charged by its own band."""


class RowCosts:
    """What rows of a cell cost, in digits: counted in whole numbers of the smallest digit."""

    def __init__(self, unit: Unit) -> None:
        amounts = (*unit.rates, unit.fixed)
        self._decimals = max(map(decimals, amounts))
        *rates, self._fixed = (scaled(each, self._decimals) for each in amounts)
        self._rates = [(at, rate) for at, rate in enumerate(rates) if rate]
        self._is_priced = not unit.priced.reason
        told_of = told(unit, "0" if self._is_priced else "")
        at = TOLD.index("cost")
        self._before, self._after = told_of[:at], told_of[at + 1 :]

    def told(self, counts: Sequence[int]) -> Cells:
        """What is told of a row with these counts, in the order of `TOLD`."""
        cost = ""
        if self._is_priced:
            whole = self._fixed
            for at, rate in self._rates:
                whole += rate * counts[at]
            cost = digits(whole, self._decimals)
        return (*self._before, cost, *self._after)


def decimals(number: Decimal) -> int:
    """How many decimals a number has."""
    return max(0, -int(number.normalize().as_tuple().exponent))


def scaled(number: Decimal, places: int) -> int:
    """A number as a whole number of its n-th decimal."""
    return int(number.scaleb(places))


def digits(whole: int, places: int) -> str:
    """A whole number of the n-th decimal, in digits.

    >>> digits(1500, 3), digits(2500, 4), digits(0, 3)
    ('1.5', '0.25', '0')
    """
    if not places:
        return str(whole)
    before, after = divmod(whole, 10**places)
    return f"{before}.{after:0{places}}".rstrip("0").rstrip(".")


def unit(place: Place, slots: Sequence[Slot]) -> Unit:
    """What one row of a cell costs."""
    ones = tuple(place.mask >> at & 1 for at in range(len(COUNTED)))
    one = priced(Cell(place, 1, ones), slots)
    if place.counts is not None or one.reason:
        return Unit(one, (Decimal(),) * len(COUNTED), one.cost or Decimal())
    rates = {charge.direction: amount_of(1, charge.price) for charge in one.charges if charge.price}
    return Unit(one, tuple(rates.get(name) or Decimal() for name in COUNTED), Decimal())


def told(unit: Unit, cost: str) -> Cells:
    """What is told of a row's cost, in the order of `TOLD`."""
    priced = unit.priced
    tariff = priced.tariff
    return (
        *(tariff.subject or "", tariff.channel or "", tariff.region or "", tariff.tier),
        *(cost, tariff.currency if cost else "", priced.evidence, " ".join(priced.assumed)),
        *(priced.references if cost else "", priced.reason),
    )


def said(call: Call) -> Cells:
    """What a row says, in the order of `SAID`."""
    kind: Kind = call.kind
    is_interval = call.end - call.start > 1
    return (
        *(str(call.row), call.id),
        stamp(call.start) if call.end else "",
        stamp(call.end) if is_interval else "",
        *(kind.model, kind.provider, str(call.requests) if call.requests else ""),
        *map(str, call.counts),
        "" if call.cost is None else amount.text(call.cost),
    )


def stamp(at: int) -> str:
    """An instant as RFC 3339, by arithmetic within its day: it is written for every row.

    >>> stamp(instant.DAY + 3_723_000_004)
    '1970-01-02T01:02:03.000004Z'
    """
    day, rest = divmod(at, instant.DAY)
    seconds, micro = divmod(rest, instant.SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{_day(day)}T{hour:02}:{minute:02}:{second:02}.{micro:06}Z"


@lru_cache(maxsize=4096)
def _day(day: int) -> str:
    return instant.day_of(day * instant.DAY)
