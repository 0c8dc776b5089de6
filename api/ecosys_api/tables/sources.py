"""sources: who is cited, how much, and when last."""

from functools import partial

from ecosys.answers.sources import SourceRow
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit

EMPTY = "No source is registered at this position of the log."
"""Why there are no rows, where nothing else is said."""


def layout(visit: Visit, empty: str = EMPTY) -> Layout:
    """How sources stand in a table."""
    columns = (
        Column("source"),
        Column("kind"),
        Column("rank", "number"),
        Column("events", "number"),
        Column("alone", "number"),
        Column("last stated", "date"),
        Column("last read", "date"),
        Column("licence"),
    )
    return Layout(columns, partial(_cells, visit), lambda row: row.source, empty)


def _cells(visit: Visit, row: SourceRow) -> tuple[Cell, ...]:
    return (
        Cell(row.name, visit.links.answer(f"/sources/{row.source}")),
        Cell(row.kind),
        Cell(cells.number(row.rank)),
        Cell(cells.number(row.events)),
        Cell(cells.number(row.alone)),
        Cell(row.last_stated or ""),
        Cell(row.last_read or ""),
        Cell(row.licence or ""),
    )
