"""Projection: a pure function from the events that hold at a moment to points, and its registry."""

import sys
from types import ModuleType

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
from ecosys.projection.stored import Change, Stored

Ask = Context
"""What packages written before version 0.6 call it."""

__all__ = [
    "Ask",
    "Change",
    "Context",
    "Coverage",
    "Figure",
    "Fold",
    "Lineage",
    "Mark",
    "Parameters",
    "Point",
    "Projection",
    "Stored",
    "get_projection",
    "in_valid_time",
    "marks",
    "point_of",
    "projection",
    "projections",
    "rests_on",
]


class _Decorator(ModuleType):
    """A module that is called as `projection` is, which `from ecosys import projection` gives."""

    __call__ = staticmethod(projection)


# Python binds a package's name in its parent once it is imported: it cannot be the function too.
sys.modules[__name__].__class__ = _Decorator
