"""unknown: what is not known, with the way to tell it."""

from functools import partial

from ecosys.answers.unknown import MissingFactRow
from ecosys_api.form.names import named
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit

TELL = "Tell it"


def layout(visit: Visit, empty: str) -> Layout:
    """How what is not known stands in a table."""
    columns = (Column("of", "id"), Column("where"), Column("what is not known"), Column("do you?"))
    return Layout(columns, partial(_cells, visit), _key, empty)


def _key(row: MissingFactRow) -> tuple[object, ...]:
    return (row.kind, row.subject, row.channel, row.events[:1], str(row.begun))


def _cells(visit: Visit, row: MissingFactRow) -> tuple[Cell, ...]:
    type = row.begun["type"]
    begun = named({name: value for name, value in row.begun.items() if name != "type"})
    return (
        visit.subject(row.subject),
        Cell(cells.channel(row.channel)),
        Cell(row.words),
        Cell(TELL, visit.links.plain("/contribute", type=type, **begun)),
    )
