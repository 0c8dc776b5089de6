"""names: what each name pointed to, one after the other."""

from functools import partial

from ecosys.answers.subjects import NameRow
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit

EMPTY = "No name ever pointed here, or from here, as far as is known."
"""Why there are no rows, where nothing else is said."""


def layout(visit: Visit, empty: str = EMPTY) -> Layout:
    """How names stand in a table through time."""
    columns = (
        Column("name", "id"),
        Column("where"),
        Column("pointed to", "id"),
        Column("from", "date"),
        Column("until", "date"),
    )
    return Layout(columns, partial(_cells, visit), _key, empty)


def _key(row: NameRow) -> tuple[str, ...]:
    return row.alias, row.channel, row.to, row.since


def _cells(visit: Visit, row: NameRow) -> tuple[Cell, ...]:
    return (
        visit.subject(row.alias),
        Cell(cells.channel(row.channel)),
        visit.subject(row.to),
        Cell(row.since),
        Cell(row.until or "still"),
    )
