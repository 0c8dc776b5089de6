"""Projection: a pure function from the events that hold at a moment to points, and its registry."""

from ecosys.projection.point import Coverage, Figure, Lineage, Mark, Point, marks, rests_on
from ecosys.projection.projection import (
    Ask,
    Fold,
    Parameters,
    Projection,
    in_valid_time,
    named,
    point_of,
    projection,
    projections,
)

__all__ = [
    "Ask",
    "Coverage",
    "Figure",
    "Fold",
    "Lineage",
    "Mark",
    "Parameters",
    "Point",
    "Projection",
    "in_valid_time",
    "marks",
    "named",
    "point_of",
    "projection",
    "projections",
    "rests_on",
]
