"""changes: what is different from some days ago."""

from functools import partial

from ecosys.answers.changes import ChangeRow
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit

EMPTY = "Nothing changed."
"""Why there are no rows, where nothing else is said."""


def layout(visit: Visit, empty: str = EMPTY) -> Layout:
    """How changes stand in a table."""
    columns = (
        Column("change"),
        Column("about", "id"),
        Column("where"),
        Column("occurred", "date"),
        Column("learned", "date"),
    )
    return Layout(columns, partial(_cells, visit), _key, empty)


def _key(row: ChangeRow) -> tuple[object, ...]:
    return row.kind, row.subject, row.channel, row.words


def _cells(visit: Visit, row: ChangeRow) -> tuple[Cell, ...]:
    return (
        Cell(row.words),
        visit.subject(row.subject),
        Cell(cells.channel(row.channel)),
        Cell(row.occurred or ""),
        Cell(row.learned),
    )
