"""Stored: how the result of a projection is kept, and taken further by each event.

A projection that folds many events into little may declare how its result is kept: a state for
each subject, as JSON. Asked at the end of the log it is read from there; at any other moment it is
folded from scratch. Both must give the same, which the suite of `ecosys.testing` checks.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecosys.moment import Held

if TYPE_CHECKING:
    from ecosys.projection.point import Coverage, Point
    from ecosys.projection.projection import Context


@dataclass(frozen=True, slots=True)
class Change:
    """What an event that was recorded changed in what is stated of a subject.

    Of a new statement there is nothing before. A correction has the wrong one before and the right
    one after, a retraction nothing after.
    """

    subject: str
    """The subject; empty for what is about none."""
    before: Sequence[Held]
    """What held before, with all that was known."""
    after: Sequence[Held]
    """What holds instead."""


@dataclass(frozen=True, slots=True)
class Stored:
    """How a result is kept, and what it says at a moment.

    >>> def count(state, change):
    ...     return (state or 0) + len(change.after) - len(change.before)
    >>> launches = Stored(count, lambda states, context: ())
    >>> launches.step(None, Change("openai/o3", before=(), after=("a launch",)))
    1
    """

    step: Callable[[Any, Change], Any]
    """The state of a subject after a change: made of what JSON has; None: there is nothing to keep.

    It is given the state before, None where there was none.
    """
    points: Callable[[Mapping[str, Any], "Context[Any]"], Iterable["Point | Coverage"]]
    """The same points as the projection gives, in the same order, from the states by subject.

    The states know all that is recorded; what begins after `context.moment.as_of` is not so yet.
    """
