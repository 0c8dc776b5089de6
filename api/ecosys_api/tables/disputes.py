"""disputes: where sources say different things."""

from ecosys.answers.conflicts import ConflictRow, Side
from ecosys.values import words
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout

EMPTY = "No two sources say different things."
"""Why there are no rows, where nothing else is said."""


def layout(empty: str = EMPTY) -> Layout:
    """How disputes stand in a table."""
    columns = (
        Column("what"),
        Column("where"),
        Column("answered"),
        Column("why"),
        Column("others say"),
    )
    return Layout(columns, _cells, _key, empty)


def _key(row: ConflictRow) -> tuple[str, ...]:
    return row.kind, row.subject, row.channel, row.what


def _cells(row: ConflictRow) -> tuple[Cell, ...]:
    return (
        Cell(f"{row.kind}: {cells.plain(row.what)}"),
        Cell(cells.channel(row.channel)),
        Cell(_told(row.answers)),
        Cell(row.why),
        Cell("; ".join(map(_told, row.others))),
    )


def _told(side: Side) -> str:
    return f"{words.grouped(str(side.value))} ({side.voice})"
