"""Projection: a pure function from the events that hold at a moment to points, and its registry."""

from ecosys.projection.point import Coverage, Figure, Lineage, Mark, Point, marks, rests_on
from ecosys.projection.projection import (
    Context,
    Fold,
    Parameters,
    Projection,
    get_projection,
    in_valid_time,
    point_of,
    projection,
    projections,
)

Ask = Context
"""What packages written before version 0.6 call it."""

__all__ = [
    "Ask",
    "Context",
    "Coverage",
    "Figure",
    "Fold",
    "Lineage",
    "Mark",
    "Parameters",
    "Point",
    "Projection",
    "get_projection",
    "in_valid_time",
    "marks",
    "point_of",
    "projection",
    "projections",
    "rests_on",
]
