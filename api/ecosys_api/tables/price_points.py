"""price_points: how prices ran, point by point."""

from ecosys.projection import Point
from ecosys_api.charts.prices import name_of
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout

EMPTY = "No list price of this seller and tier is known."
"""Why there are no rows, where nothing else is said."""


def layout(empty: str = EMPTY) -> Layout:
    """How the points of a price history stand in a table."""
    columns = (Column("from", "date"), Column("line"), Column("price", "number"), Column("unit"))
    return Layout(columns, _cells, _key, empty)


def _key(point: Point) -> tuple[object, ...]:
    return point.at, name_of(point), point.unit


def _cells(point: Point) -> tuple[Cell, ...]:
    currency, _, unit = point.unit.partition(" ")
    return (
        Cell(point.at, note=cells.noted(point.marks)),
        Cell(name_of(point)),
        Cell(cells.money(point.value, currency) or "none"),
        Cell(cells.plain(unit)),
    )
