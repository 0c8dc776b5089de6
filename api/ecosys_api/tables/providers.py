"""providers: what is recorded of them."""

from functools import partial

from ecosys.answers.providers import ProviderRow
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit

EMPTY = "No provider was known by then."
"""Why there are no rows, where nothing else is said."""


def layout(visit: Visit, empty: str = EMPTY) -> Layout:
    """How providers stand in a table."""
    columns = (
        Column("provider"),
        Column("models", "number"),
        Column("events", "number"),
        Column("first launch", "date"),
        Column("latest launch", "date"),
        Column("latest", "id"),
    )
    return Layout(columns, partial(_cells, visit), lambda row: row.provider, empty)


def _cells(visit: Visit, row: ProviderRow) -> tuple[Cell, ...]:
    return (
        visit.subject(row.provider, row.name),
        Cell(cells.number(row.models)),
        Cell(cells.number(row.events)),
        Cell(row.first_launch or ""),
        Cell(row.latest_launch or ""),
        visit.subject(row.latest) if row.latest else Cell(""),
    )
