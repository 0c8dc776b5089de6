"""revisions: what was said and came otherwise, and what stood wrong."""

from ecosys.answers.revisions import RevisionRow
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout

EMPTY = "Nothing that was announced was moved, called off or put right by who said it."
"""Why there are no rows, where nothing else is said."""
OURS = "Nothing stood wrong here, as far as is known."


def layout(empty: str = EMPTY) -> Layout:
    """How revisions stand in a table."""
    columns = (
        Column("known since", "date"),
        Column("what was said"),
        Column("for", "date"),
        Column("where"),
        Column("became"),
        Column("instead"),
        Column("why"),
    )
    return Layout(columns, _cells, lambda row: row.events, empty)


def _cells(row: RevisionRow) -> tuple[Cell, ...]:
    return (
        Cell(row.known),
        Cell(row.what),
        Cell(row.at or ""),
        Cell(cells.channel(row.channel) if row.channel else ""),
        Cell(row.kind),
        Cell(row.becomes or ""),
        Cell(row.why or ""),
    )
