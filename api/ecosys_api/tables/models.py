"""models: launch, present list price, end."""

from functools import partial

from ecosys.answers.models import ModelRow
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit

EMPTY = "No model fits."
"""Why there are no rows, where nothing else is said."""


def layout(visit: Visit, empty: str = EMPTY) -> Layout:
    """How models stand in a table."""
    columns = (
        Column("model", "id"),
        Column("launched", "date"),
        Column("stands"),
        Column("input", "number"),
        Column("output", "number"),
        Column("context", "number"),
        Column("weights"),
        Column("ends", "date"),
        Column("sold at"),
    )
    return Layout(columns, partial(_cells, visit), lambda row: row.subject, empty)


def _cells(visit: Visit, row: ModelRow) -> tuple[Cell, ...]:
    currency = row.currency or ""
    sellers = [cells.channel(each) for each in row.channels]
    return (
        visit.subject(row.subject),
        Cell(row.launched or "", note="" if row.launched else f"spoken of {row.first_stated}"),
        Cell(row.status or ""),
        Cell(cells.money(row.input, currency)),
        Cell(cells.money(row.output, currency)),
        Cell(cells.number(row.context_window)),
        Cell({True: "open", False: "closed", None: ""}[row.open_weights]),
        cells.day(row.shutdown, bound=row.shutdown_bound),
        Cell(", ".join(sellers)),
    )
