"""dependents: what rests on an event."""

from functools import partial

from ecosys.answers.dependents import DependentRow
from ecosys.values import words
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit

EMPTY = "No metric and no claim rests on it at this moment."
"""Why there are no rows, where nothing else is said."""


def layout(visit: Visit, empty: str = EMPTY) -> Layout:
    """How numbers and verdicts that rest on an event stand in a table."""
    columns = (
        Column("what"),
        Column("about", "id"),
        Column("value"),
        Column("more"),
        Column("date", "date"),
    )
    return Layout(columns, partial(_cells, visit), _key, empty)


def _key(row: DependentRow) -> tuple[str, ...]:
    return row.kind, row.name, row.subject, row.at, row.what


def _cells(visit: Visit, row: DependentRow) -> tuple[Cell, ...]:
    is_claim = row.kind == "claim"
    return (
        Cell(cells.plain(row.name), _where(visit, row)),
        Cell(row.subject) if is_claim else visit.subject(row.subject),
        Cell(words.grouped(cells.plain(row.value))),
        Cell(row.what if is_claim else words.grouped(_plain(row.what))),
        Cell(row.at),
    )


def _plain(labels: str) -> str:
    """What tells a point from others, in words.

    >>> _plain("line=cache read; statistic=share_down")
    'line cache read; statistic share down'
    """
    return cells.plain(labels).replace("=", " ")


def _where(visit: Visit, row: DependentRow) -> str:
    """Where a verdict stands, or where it is told what else a number rests on."""
    if row.kind == "claim":
        return visit.links.page(f"/claims#{row.name}")
    return visit.links.page(f"/metrics/{row.name}/explain", about=row.subject, at=row.at)
