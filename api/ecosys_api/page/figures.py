"""Figures: a few values at the head of a page, each beside what is known of it now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

NOTHING = "–"
"""What stands where nothing is known."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its meaning."""

    key: str
    """What tells it from the others."""
    name: str
    value: str
    change: str = ""
    """How it changed; empty: that is not known."""
    note: str = ""
    href: str = ""
    now: str = ""
    """What is known of it now, where that is otherwise."""


def figures_beside(then: Sequence[Figure], now: Sequence[Figure] | None) -> list[Figure]:
    """What was known then, with what is known now where that is otherwise; None: nothing more is.

    >>> both = figures_beside([Figure("a", "", "3"), Figure("b", "", "1")], [Figure("a", "", "2")])
    >>> [(each.value, each.now) for each in both]
    [('3', '2'), ('1', '–')]
    """
    if now is None:
        return list(then)
    values = {each.key: each.value for each in now}
    return [_beside(each, values.get(each.key, NOTHING)) for each in then]


def _beside(then: Figure, now: str) -> Figure:
    return then if then.value == now else replace(then, now=now)
