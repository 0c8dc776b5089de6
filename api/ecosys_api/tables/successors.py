"""successors: what took the place of what, and at which price."""

from decimal import Decimal
from functools import partial

from ecosys.projection import Point
from ecosys.values import words
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit

EMPTY = "No successor or predecessor is named, or one has no list price."
"""Why there are no rows, where nothing else is said."""


def layout(visit: Visit, empty: str = EMPTY) -> Layout:
    """How successions stand in a table."""
    columns = (
        Column("before", "id"),
        Column("after", "id"),
        Column("direction"),
        Column("last price", "number"),
        Column("first price", "number"),
        Column("ratio", "number"),
        Column("named by"),
    )
    return Layout(columns, partial(_cells, visit), _key, empty)


def _key(point: Point) -> tuple[str, ...]:
    labels = point.labels
    return labels["predecessor"], point.subject, labels["direction"], labels["currency"]


def _cells(visit: Visit, point: Point) -> tuple[Cell, ...]:
    labels, currency = point.labels, point.labels["currency"]
    return (
        visit.subject(labels["predecessor"]),
        visit.subject(point.subject),
        Cell(labels["direction"]),
        Cell(cells.money(Decimal(labels["last"]), currency)),
        Cell(cells.money(Decimal(labels["first"]), currency)),
        Cell("" if point.value is None else f"× {words.number(round(point.value, 2))}"),
        Cell(labels["by"]),
    )
