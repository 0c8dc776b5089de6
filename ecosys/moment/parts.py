"""Parts: facts in parts of whole subjects, and what is made of each, for as long as it lasts."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from ecosys.moment.held import Held

V = TypeVar("V")
T = TypeVar("T")


class Parts(Generic[V]):
    """Views of parts, with what was made of each.

    What is asked once has one part with all its facts. What is asked day after day has one for each
    subject, and things are made anew only of the subjects whose facts have changed. So what is made
    must be the same of all parts together as of one after the other, in whatever order. It may
    follow from `as_of` and the ranks besides, but not from `known_at`.

    >>> parts = Parts({"acme/b": [2], "acme/a": [1]})
    >>> list(parts.each(sum))
    [1, 2]
    >>> parts.change("acme/b", [2, 3])
    >>> list(parts.each(sum))
    [1, 5]
    """

    def __init__(self, views: Mapping[str, V]) -> None:
        self._views = dict(views)
        self._made: dict[Hashable, dict[str, Any]] = {}
        self._stale: dict[Hashable, set[str]] = {}
        self._once: dict[Hashable, tuple[object, Any]] = {}

    def change(self, part: str, view: V | None) -> None:
        """Put another view in the place of a part; None: nothing holds of it."""
        self._views.pop(part, None)
        if view is not None:
            self._views[part] = view
        for stale in self._stale.values():
            stale.add(part)

    def each(self, make: Callable[..., T], *given: Hashable) -> Collection[T]:
        """What is made of each part, in the order of their names."""
        key = make, *given
        made: dict[str, T] = self._made.setdefault(key, {})
        stale = self._stale.setdefault(key, set(self._views))
        is_new = False
        for part in stale:
            if (view := self._views.get(part)) is None:
                made.pop(part, None)
            else:
                is_new = is_new or part not in made
                made[part] = make(view, *given)
        stale.clear()
        if is_new:
            self._made[key] = made = dict(sorted(made.items()))
        return made.values()

    def once(self, key: Hashable, of: object, make: Callable[[], Iterable[T]]) -> Sequence[T]:
        """What is made of something; not made again while that is equal to what it was.

        >>> parts = Parts({})
        >>> first = parts.once("names", ["b", "a"], lambda: ["a", "b"])
        >>> parts.once("names", ["b", "a"], lambda: ["made", "again"]) is first
        True
        >>> parts.once("names", ["b"], lambda: ["b"])
        ['b']
        """
        before = self._once.get(key)
        if before is None or before[0] != of:
            self._once[key] = before = of, list(make())
        made: Sequence[T] = before[1]
        return made


def part_of(held: Held) -> str:
    """The subject in whose part a fact is; what is about several is in that of the first.

    >>> from ecosys.testing import given
    >>> alias = {"type": "alias_moved", "id": "a", "alias": "acme/newest", "to": "acme/one",
    ...          "occurred": "2024-01-01", "sources": [{"source": "acme"}]}
    >>> part_of(given(alias).view().facts[0])
    'acme/newest'
    """
    for series in held.series if held.kind.series_parts else ():
        if isinstance(series, tuple):
            return str(series[0])
    return next(iter(held.subjects), "")
