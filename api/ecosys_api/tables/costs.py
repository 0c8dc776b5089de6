"""costs: what a workload costs, model by model."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from ecosys.answers.cost import CostRow
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit


@dataclass(frozen=True, slots=True)
class Charge:
    """What some requests cost at one model."""

    subject: str
    row: CostRow | None
    """What one of them costs; None: that is not known."""
    requests: int
    why: str
    """Why it is not known."""

    @property
    def total(self) -> Decimal | None:
        """What all of them cost, in the currency that was asked for."""
        if self.row is None:
            return None
        one = self.row.total if self.row.conversion is None else self.row.converted
        return None if one is None else one * self.requests

    @property
    def currency(self) -> str:
        """The currency of the total."""
        if self.row is None:
            return ""
        return self.row.conversion.currency if self.row.conversion else self.row.currency

    @property
    def events(self) -> tuple[str, ...]:
        """Ids of the events that state the prices."""
        return self.row.events if self.row else ()


def layout(visit: Visit, empty: str) -> Layout:
    """How costs stand in a table."""
    columns = (
        Column("model", "id"),
        Column("one request", "number"),
        Column("input", "number"),
        Column("output", "number"),
        Column("cache read", "number"),
        Column("all of them", "number"),
        Column("note"),
    )
    return Layout(columns, partial(_cells, visit), lambda charge: charge.subject, empty)


def _cells(visit: Visit, charge: Charge) -> tuple[Cell, ...]:
    row = charge.row
    if row is None:
        return (visit.subject(charge.subject), *[Cell("")] * 5, Cell(charge.why))
    parts = (row.total, row.input, row.output, row.cache_read or None)
    return (
        visit.subject(charge.subject),
        *(Cell(cells.money(part, row.currency)) for part in parts),
        Cell(cells.money(charge.total, charge.currency) or "not known"),
        Cell(_note(row)),
    )


def _note(row: CostRow) -> str:
    unpriced = f"no price is stated for {', '.join(row.unpriced)}" if row.unpriced else ""
    ended = f"ended {row.ended}" if row.ended else ""
    rate = f"converted from {row.currency}" if row.conversion else ""
    hours = "dearer or cheaper at other hours" if row.at_other_hours else ""
    return "; ".join(filter(None, (unpriced, ended, rate, hours, cells.noted(row.marks))))
