"""Moves: when another date is a move in the world, and when the source was wrong.

A source tells dates, not why they changed. A file of 1 September says that a model ends on
1 October, one of 15 September that it ends on 1 December. Both dates lay ahead on 15 September:
the end was moved. If the second file is of 5 October, the first date had passed: it was wrong.
Of a source without dates of its own every change is one in the world. What was moved once is moved
again.

Which dates of an event can be moved is said by its type, in `schedule`.
"""

from collections.abc import Mapping

from ecosys.event import Event
from ecosys.values.when import When


def moved(before: Event, now: Event, *, read: When, always: bool) -> Mapping[str, When]:
    """The dates that were moved by the time they were read; none: it is no move.

    `always`: whatever lies in the past, because the source has no dates or moved this one before.
    """
    if type(before) is not type(now):
        return {}
    dates = [(name, getattr(before, name), getattr(now, name)) for name in now.schedule]
    changed = [(name, old, new) for name, old, new in dates if old != new]
    if not all(old and new for _, old, new in changed):
        return {}  # one was given for the first time, or taken away
    if not always and any(date.end <= read.end for _, *both in changed for date in both):
        return {}
    return {name: new for name, _, new in changed}
