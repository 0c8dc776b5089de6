"""happenings: launches, ties, integrations, funding: events in words."""

from functools import partial

from ecosys.answers.subjects import EventRow
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit

EMPTY = "No launch, partnership, integration or funding is recorded."
"""Why there are no rows, where nothing else is said."""


def layout(visit: Visit, empty: str = EMPTY, *, subjects: bool = True) -> Layout:
    """How events stand in a table, with their subjects or without."""
    columns = (
        Column("date", "date"),
        Column("what happened"),
        *([Column("about", "id")] if subjects else []),
        Column("kind"),
        Column("said by"),
    )
    return Layout(columns, partial(_cells, visit, subjects), lambda row: row.events[0], empty)


def _cells(visit: Visit, subjects: bool, row: EventRow) -> tuple[Cell, ...]:
    return (
        Cell(row.at, note=cells.noted(row.marks)),
        Cell(row.what),
        *([visit.subject(row.subject) if row.subject else Cell("")] if subjects else []),
        Cell(row.type),
        Cell(row.voice),
    )
