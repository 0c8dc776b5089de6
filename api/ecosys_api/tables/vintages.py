"""vintages: what a metric said with less knowledge, where that became another thing."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from ecosys.answers.picture import namer
from ecosys.projection import Point
from ecosys.values import words
from ecosys_api.charts.vintages import Vintage
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit
from ecosys_api.tables.points import labels_of as labels_of_points
from ecosys_api.tables.points import value

EMPTY = "Nothing was known of it at any of these moments."
"""Why there are no rows."""


@dataclass(frozen=True, slots=True)
class Known:
    """A point as it was known on a day, and not before."""

    day: str
    point: Point
    before: Point | None
    """What was said of the same until then; None: nothing."""

    @property
    def events(self) -> tuple[str, ...]:
        """Ids of the events that the point rests on."""
        return self.point.events


def changes(vintages: Sequence[Vintage]) -> list[Known]:
    """Points that a vintage has otherwise than the one before, the latest vintage first."""
    name = namer(*(each.points for each in vintages))
    rows: list[Known] = []
    last: dict[tuple[str, ...], Point] = {}
    for each in vintages:
        now = _by_series(each.points, name)
        rows += [
            Known(each.day, point, last.get(key))
            for key, point in now.items()
            if key not in last or value(last[key]) != value(point)
        ]
        last = now
    return sorted(rows, key=lambda row: row.day, reverse=True)


def _by_series(
    points: Sequence[Point], name: Callable[[Point], str]
) -> dict[tuple[str, ...], Point]:
    """Points by their series and date; where that does not tell them apart, by all labels too."""
    keys = [(name(point), point.at) for point in points]
    counts = Counter(keys)
    return {
        (*key, *(_labels(point) if counts[key] > 1 else ())): point
        for key, point in zip(keys, points, strict=True)
    }


def _labels(point: Point) -> tuple[str, ...]:
    return tuple(f"{label}={value}" for label, value in sorted(point.labels.items()))


def labels_of(vintages: Sequence[Vintage]) -> list[str]:
    """The names of the labels that tell points apart: what all of them have goes without saying."""
    points = [point for each in vintages for point in each.points]
    return [
        label
        for label in labels_of_points(points)
        if len({point.labels.get(label) for point in points}) > 1
    ]


def layout(visit: Visit, labels: Sequence[str]) -> Layout:
    """How they stand in a table."""
    columns = (
        Column("known on", "date"),
        Column("about", "id"),
        Column("date", "date"),
        Column("value until then", "number"),
        Column("value since", "number"),
        Column("unit"),
        *(Column(cells.plain(label)) for label in labels),
    )
    return Layout(columns, partial(_cells, visit, labels), _row_key, EMPTY)


def _row_key(row: Known) -> tuple[object, ...]:
    return row.day, row.point.subject, row.point.at, *_labels(row.point)


def _cells(visit: Visit, labels: Sequence[str], row: Known) -> tuple[Cell, ...]:
    point = row.point
    return (
        Cell(row.day),
        visit.subject(point.subject),
        Cell(point.at),
        Cell(value(row.before) if row.before else ""),
        Cell(value(point)),
        Cell(point.unit),
        *(Cell(words.label(point.labels.get(label, ""))) for label in labels),
    )
