"""Moves: when another date of an end is a move in the world, and when the source was wrong.

A source tells dates, not why they changed. One that was still to come when it changed, to a day
that is to come as well, was moved; one that had passed was wrong. Of a source without dates of its
own every change is one in the world. What was moved once is moved again.
"""

from collections.abc import Mapping

from ecosys.event import Event
from ecosys.events.deprecated import Deprecated
from ecosys.values.when import When

DATES = ("legacy", "deprecated", "shutdown")
"""The dates of an end that can be moved."""


def moved(before: Event, now: Event, *, read: When, always: bool) -> Mapping[str, When]:
    """The dates of an end that were moved by the time they were read; none: it is no move.

    `always`: whatever lies in the past, because the source has no dates or moved this one before.
    """
    if not (isinstance(before, Deprecated) and isinstance(now, Deprecated)):
        return {}
    dates = [(name, getattr(before, name), getattr(now, name)) for name in DATES]
    changed = [(name, old, new) for name, old, new in dates if old != new]
    if not all(old and new for _, old, new in changed):
        return {}  # one was given for the first time, or taken away
    if not always and any(date.end <= read.end for _, *both in changed for date in both):
        return {}
    return {name: new for name, _, new in changed}
