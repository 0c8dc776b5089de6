"""Rows: what each row of a log costs, as it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from ecosys.answers.reprice.calls import Call, Kind
from ecosys.answers.reprice.cells import DIGITS, Cell, Place
from ecosys.answers.reprice.layout import COUNTED
from ecosys.answers.reprice.pricing import Priced, priced
from ecosys.answers.reprice.timetable import Slot
from ecosys.domain.costs import amount_of
from ecosys.values import amount, instant

SAID = ("row", "id", "time", "until", "model", "provider", "requests", *COUNTED, "logged_cost")
"""The columns that tell what the log says."""
TOLD = (
    *("subject", "channel", "region", "tier", "cost", "currency", "evidence", "assumed"),
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

    def cost(self, counts: Sequence[int]) -> Decimal | None:
        """What a row with these counts costs; None: it is not priced."""
        if self.priced.reason:
            return None
        with localcontext(prec=DIGITS):
            return self.fixed + sum(
                rate * count for rate, count in zip(self.rates, counts, strict=True) if count
            )


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


def row(call: Call, unit: Unit) -> Cells:
    """A row, in the order of `COLUMNS`."""
    cost = unit.cost(call.counts)
    return (*said(call), *told(unit, "" if cost is None else amount.text(cost)))


def said(call: Call) -> Cells:
    """What a row says, in the order of `SAID`."""
    kind: Kind = call.kind
    is_interval = call.end - call.start > 1
    return (
        *(str(call.row), call.id),
        instant.to_text(call.start) if call.end else "",
        instant.to_text(call.end) if is_interval else "",
        *(kind.model, kind.provider, str(call.requests) if call.requests else ""),
        *map(str, call.counts),
        "" if call.cost is None else amount.text(call.cost),
    )
