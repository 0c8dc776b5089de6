"""points: the points of any metric."""

from collections.abc import Callable, Sequence
from functools import partial

from ecosys.answers.moments import MomentPoint
from ecosys.projection import Point
from ecosys.values import words
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit

EMPTY = "No fact answers this at the moment."
"""Why there are no rows, where nothing else is said."""
AnyPoint = Point | MomentPoint


Lineage = Callable[[AnyPoint], str]
"""Gives where it is told what a point rests on; empty: nowhere."""


def layout(
    visit: Visit, labels: Sequence[str], empty: str = EMPTY, lineage: Lineage = lambda _: ""
) -> Layout:
    """How points stand in a table, with a column for each label."""
    columns = (
        Column("as of", "date"),
        Column("about", "id"),
        Column("date", "date"),
        Column("value", "number"),
        Column("unit"),
        *(Column(cells.plain(label)) for label in labels),
        Column("figures of", "date"),
    )
    return Layout(columns, partial(_cells, visit, labels, lineage), _key, empty)


def labels_of(points: Sequence[AnyPoint]) -> list[str]:
    """The names of the labels of some points, in the order in which they come."""
    return list(dict.fromkeys(name for point in points for name in point.labels))


def _key(point: AnyPoint) -> tuple[object, ...]:
    return _as_of(point), point.subject, point.at, *sorted(point.labels.items())


def _cells(
    visit: Visit, labels: Sequence[str], lineage: Lineage, point: AnyPoint
) -> tuple[Cell, ...]:
    return (
        Cell(_as_of(point)),
        visit.subject(point.subject),
        Cell(point.at, note=cells.noted(point.marks)),
        Cell(value(point), lineage(point)),
        Cell(point.unit),
        *(Cell(words.label(point.labels.get(label, ""))) for label in labels),
        Cell(point.figure_of or ""),
    )


def value(point: AnyPoint) -> str:
    """A value as it is meant: a range, about, at least; what is not known is said so."""
    if point.value is None:
        return "not known"
    sign = f"{point.comparator} " if point.comparator else ""
    high = f" to {words.number(point.high)}" if point.high is not None else ""
    return f"{sign}{words.number(point.value)}{high}"


def _as_of(point: AnyPoint) -> str:
    return point.as_of if isinstance(point, MomentPoint) else ""
