"""properties: what else holds of something."""

from ecosys.answers.subjects import PropertyRow
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout

EMPTY = "Nothing else is described."
"""Why there are no rows, where nothing else is said."""


def layout(empty: str = EMPTY) -> Layout:
    """How properties stand in a table."""
    columns = (Column("property"), Column("value"), Column("where"), Column("since", "date"))
    return Layout(columns, _cells, lambda row: (row.channel, row.attribute), empty)


def _cells(row: PropertyRow) -> tuple[Cell, ...]:
    return (
        Cell(cells.plain(row.attribute)),
        Cell(row.value),
        Cell(cells.channel(row.channel)),
        Cell(row.since),
    )
