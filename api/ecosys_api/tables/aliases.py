"""aliases: names, and what they point to."""

from functools import partial

from ecosys.answers.subjects import AliasRow
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit

EMPTY = "No name is known to point here, or from here."
"""Why there are no rows, where nothing else is said."""


def layout(visit: Visit, empty: str = EMPTY) -> Layout:
    """How names stand in a table."""
    columns = (
        Column("name", "id"),
        Column("points to", "id"),
        Column("where"),
        Column("since", "date"),
    )
    return Layout(columns, partial(_cells, visit), lambda row: (row.alias, row.channel), empty)


def _cells(visit: Visit, row: AliasRow) -> tuple[Cell, ...]:
    return (
        visit.subject(row.alias),
        visit.subject(row.to) if row.to else Cell("nothing any more"),
        Cell(cells.channel(row.channel)),
        Cell(row.since),
    )
