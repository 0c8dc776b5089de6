"""Slices: what several metrics of one question ask of the same facts is sought once.

They last as long as the question, and are of its moment alone: then they are forgotten, for facts
and how they were looked at hold one another.
"""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

from ecosys.moment import Moment

Slices = dict[Hashable, Any]
"""By what was asked what is sought for it."""


@dataclass(frozen=True)
class _Question:
    moment: Moment
    slices: Slices = field(default_factory=dict)


_question: ContextVar[_Question | None] = ContextVar("question", default=None)


@contextmanager
def one_question(moment: Moment) -> Iterator[None]:
    """Within, all that is asked at a moment is one question; what is within another is that one's.

    >>> then, now = Moment(0, 0, 0), Moment(1, 1, 1)
    >>> with one_question(now):
    ...     slices_at(now)["prices"] = [1]
    ...     slices_at(now), slices_at(then)
    ({'prices': [1]}, None)
    >>> slices_at(now) is None
    True
    """
    if _question.get() is not None:
        yield
        return
    question = _Question(_asked(moment))
    before = _question.set(question)
    try:
        yield
    finally:
        _question.reset(before)
        question.slices.clear()


def slices_at(moment: Moment) -> Slices | None:
    """What was sought at a moment for the present question; None: it is not of that moment."""
    question = _question.get()
    return question.slices if question and question.moment == _asked(moment) else None


def _asked(moment: Moment) -> Moment:
    return replace(moment, pinned=False)
