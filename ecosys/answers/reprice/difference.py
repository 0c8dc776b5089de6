"""Difference: why the same log costs something else by other knowledge, price line by price line.

Each row is priced by both tariff books. Its cost differs only where another line charges it, or one
side has no price. What each such pair of lines makes is summed: that is the difference, exactly.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import ClassVar

from ecosys.answers.reprice.cells import DIGITS, Cell
from ecosys.answers.reprice.pricing import Charge, Priced
from ecosys.answers.reprice.reference import reference
from ecosys.values.amount import Number
from ecosys.values.schema import DOCSTRINGS_DESCRIBE

Sides = tuple[Cell, Priced, Priced]
"""A cell, and what it costs before and after."""


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A line that charges instead of another one, and what that makes."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    subject: str | None
    """The model."""
    direction: str
    """Which tokens are charged."""
    currency: str
    """ISO 4217 code of the amounts."""
    before: str | None
    """The line that charged; null: none did, or the row had no price."""
    after: str | None
    """The line that charges; null: none does, or the row has no price."""
    rows: int
    """How many rows of the log this is about."""
    tokens: int
    """How many tokens."""
    cost_before: Number
    """What they cost."""
    cost_after: Number
    """What they cost now."""
    amount: Number
    """The difference that this makes."""


@dataclass(frozen=True, slots=True)
class DifferenceSum:
    """What a log costs on both sides in one currency."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    currency: str
    """ISO 4217 code."""
    before: Number
    """What it cost by the other knowledge."""
    after: Number
    """What it costs."""
    amount: Number
    """The difference: the sum of the rows' amounts."""


def difference(sides: Iterable[Sides]) -> tuple[list[DifferenceSum], list[DifferenceRow]]:
    """The two totals of each currency, and the lines that make their difference."""
    found: dict[tuple[str, ...], DifferenceRow] = {}
    before: dict[str, Decimal] = {}
    after: dict[str, Decimal] = {}
    with localcontext(prec=DIGITS):
        for cell, old, new in sides:
            _add(before, old)
            _add(after, new)
            for row in _rows(cell, old, new):
                lines = row.before or "", row.after or ""
                key = (row.subject or "", row.direction, row.currency, *lines)
                found[key] = _added(found[key], row) if key in found else row
        sums = [
            DifferenceSum(each, old_sum, new_sum, new_sum - old_sum)
            for each in sorted({*before, *after})
            for old_sum, new_sum in [(before.get(each, Decimal()), after.get(each, Decimal()))]
        ]
    rows = (found[key] for key in sorted(found))
    return sums, sorted(rows, key=lambda row: -abs(row.amount))


def _add(sums: dict[str, Decimal], priced: Priced) -> None:
    if (cost := priced.cost) is not None:
        currency = priced.tariff.currency
        sums[currency] = sums.get(currency, Decimal()) + cost


def _rows(cell: Cell, old: Priced, new: Priced) -> Iterator[DifferenceRow]:
    """What differs between the two costs of a cell."""
    before, after = _by_direction(old), _by_direction(new)
    for direction in [*before, *(each for each in after if each not in before)]:
        ours, theirs = before.get(direction, []), after.get(direction, [])
        if _named(ours) == _named(theirs) and old.tariff.currency == new.tariff.currency:
            continue
        if len(ours) == len(theirs) == 1 and old.tariff.currency == new.tariff.currency:
            yield _row(cell.rows, new, ours[0], theirs[0])
        else:
            yield from (_row(cell.rows, old, each, None) for each in ours)
            yield from (_row(cell.rows, new, None, each) for each in theirs)


def _by_direction(priced: Priced) -> dict[str, list[Charge]]:
    """What charges each direction; nothing does where the row has no price."""
    charges: dict[str, list[Charge]] = {}
    for charge in () if priced.reason else priced.charges:
        charges.setdefault(charge.direction, []).append(charge)
    return charges


def _named(charges: Sequence[Charge]) -> list[tuple[str | None, int]]:
    return [(_reference(each), each.tokens) for each in charges]


def _row(rows: int, priced: Priced, before: Charge | None, after: Charge | None) -> DifferenceRow:
    shown = after or before
    assert shown is not None
    old, new = _amount(before), _amount(after)
    return DifferenceRow(
        subject=priced.tariff.subject,
        direction=shown.direction,
        currency=priced.tariff.currency,
        before=_reference(before),
        after=_reference(after),
        rows=rows,
        tokens=shown.tokens,
        cost_before=old,
        cost_after=new,
        amount=new - old,
    )


def _amount(charge: Charge | None) -> Decimal:
    return Decimal() if charge is None or charge.amount is None else charge.amount


def _reference(charge: Charge | None) -> str | None:
    return None if charge is None or charge.price is None else reference(charge.price)


def _added(one: DifferenceRow, other: DifferenceRow) -> DifferenceRow:
    return DifferenceRow(
        *(one.subject, one.direction, one.currency, one.before, one.after),
        one.rows + other.rows,
        one.tokens + other.tokens,
        one.cost_before + other.cost_before,
        one.cost_after + other.cost_after,
        one.amount + other.amount,
    )
