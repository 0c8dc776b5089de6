"""View: what holds at a moment, ready to be asked."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from ecosys.event import Event
from ecosys.moment.held import Held, Kind
from ecosys.moment.moment import Moment
from ecosys.moment.parts import Parts
from ecosys.moment.series import Choice, Statement, choose, statements, steps
from ecosys.moment.sought import SeriesParts, Sought, first_start, is_of
from ecosys.values.cached import cached_property

E = TypeVar("E", bound=Event)
T = TypeVar("T")


@dataclass(frozen=True)
class View:
    """Some facts that hold at a moment, and how far each source's word counts.

    >>> from ecosys.testing import given
    >>> licence = {"type": "described", "subject": "acme/m", "attribute": "licence",
    ...            "sources": [{"source": "acme"}]}
    >>> history = given({**licence, "id": "a", "occurred": "2024-01-01", "value": "MIT"},
    ...                 {**licence, "id": "b", "occurred": "2025-01-01", "value": "Apache"})
    >>> [choice.statement.value for choice in history.when("2024-06-01").view().in_force()]
    ['MIT']
    >>> [choice.statement.value for choice in history.when("2025-06-01").view().in_force()]
    ['Apache']
    """

    facts: Sequence[Held]
    moment: Moment
    ranks: Mapping[str, int] = field(default_factory=dict)
    """How far each source's word counts: the lowest rank answers."""

    @property
    def as_of(self) -> int:
        """The valid time that is asked about."""
        return self.moment.as_of

    def at(self, as_of: int) -> "View":
        """The same facts asked about another valid time."""
        other = replace(self, moment=self.moment.at(as_of))
        vars(other).update(_followed=self._followed)
        return other

    def of(
        self, kind: type[E], where: Callable[[E], bool] | None = None, **parts: Collection[object]
    ) -> "View":
        """The facts of one class of events alone, and of these those that fit.

        `parts` say what may stand in a named part of their series: who asks by these need not read
        what the others state.

        >>> from ecosys.events.described import Described
        >>> from ecosys.testing import given
        >>> licence = {"type": "described", "subject": "acme/m", "occurred": "2024",
        ...            "sources": [{"source": "acme"}]}
        >>> view = given({**licence, "id": "a", "attribute": "licence", "value": "MIT"},
        ...              {**licence, "id": "b", "attribute": "free_tier", "value": "yes"}).view()
        >>> [held.id for held in view.of(Described, attribute={"licence"}).facts]
        ['a']
        """
        places = kind.series_parts
        at = {places.index(name): frozenset(values) for name, values in parts.items()}
        key = kind, *at.items()
        if (ours := self._asked.get(key)) is None:
            self._asked[key] = ours = self._of(kind, at)
        if where is None:
            return ours
        return ours.only(lambda held: where(cast("E", held.event)))  # it is of that class

    def _of(self, kind: Kind, at: SeriesParts) -> "View":
        facts = self.facts
        some = facts.of(kind, at) if isinstance(facts, Sought) else None
        if some is not None:
            ours = replace(self, facts=some)
            return some.view_of(ours) if isinstance(some, Sought) else ours
        if at:
            return self.of(kind).only(lambda held: is_of(held, at))
        found = [facts for each, facts in self._followed.by_kind.items() if issubclass(each, kind)]
        if len(found) > 1:
            return self.only(lambda held: issubclass(held.kind, kind))
        return self._with(found[0] if found else [])

    @property
    def is_sought(self) -> bool:
        """Whether facts can be had of some subjects without reading those of all others."""
        return isinstance(self.facts, Sought)

    def about(self, kind: Kind, subjects: Collection[str]) -> "View":
        """The facts of one class alone that are about one of some subjects.

        >>> from ecosys.events.described import Described
        >>> from ecosys.testing import given
        >>> licence = {"type": "described", "attribute": "licence", "value": "MIT",
        ...            "occurred": "2024", "sources": [{"source": "acme"}]}
        >>> view = given({**licence, "id": "a", "subject": "acme/one"},
        ...              {**licence, "id": "b", "subject": "acme/two"}).view()
        >>> [held.id for held in view.about(Described, {"acme/two"}).facts]
        ['b']
        """
        facts, wanted = self.facts, frozenset(subjects)
        some = facts.about(kind, wanted) if isinstance(facts, Sought) else None
        if some is not None:
            return replace(self, facts=some)
        return self.of(kind).only(lambda held: not wanted.isdisjoint(held.subjects))

    @cached_property
    def _asked(self) -> dict[Hashable, "View"]:
        """What was asked of the facts: their classes, and the parts of their series."""
        return {}

    def only(self, where: Callable[[Held], bool]) -> "View":
        """The facts alone that fit."""
        return self._with([held for held in self.facts if where(held)])

    def _with(self, facts: Sequence[Held]) -> "View":
        """The same with some of the facts."""
        return self if len(facts) == len(self.facts) else View(facts, self.moment, self.ranks)

    def once(self, make: Callable[..., T], *given: Hashable) -> T:
        """What is made of a view, and of what else is given; made anew for no other who asks it.

        >>> from ecosys.testing import given
        >>> view = given().view()
        >>> view.once(lambda view, name: [name], "a")
        ['a']
        """
        key = make, *given
        if key not in self._made:
            self._made[key] = make(self, *given)
        made: T = self._made[key]
        return made

    @cached_property
    def _made(self) -> dict[Hashable, Any]:
        return {}

    @cached_property
    def parts(self) -> Parts["View"]:
        """The facts in parts, of which things are made: here in one."""
        return Parts({"": self})

    def parted(self, parts: Parts["View"]) -> "View":
        """The same, with parts that are there already."""
        vars(self).update(parts=parts)
        return self

    @cached_property
    def series(self) -> Mapping[Hashable, Sequence[Statement]]:
        """What the facts state, by series."""
        return self._followed.series

    @cached_property
    def _followed(self) -> "_Followed":
        return _Followed(self.facts)

    def choose(self, rivals: Sequence[Statement]) -> Choice | None:
        """The statement of one series that is in force; None when nothing is."""
        return choose(rivals, self.as_of, self.ranks)

    def in_force(self, *, in_order: bool = True) -> Iterator[Choice]:
        """The statement in force of each series that has one.

        They are in the order in which something was first stated of their series. Who orders them
        otherwise need not have it told.
        """
        sought = None if in_order else self.once(_sought)
        if sought is not None:
            return iter(sought)
        choices = map(self.choose, self.series.values())
        return (choice for choice in choices if choice is not None)

    def coming(self) -> Iterable[Statement]:
        """The statements that begin to be valid after the moment."""
        facts = self.facts
        if isinstance(facts, Sought) and (found := facts.coming(self.as_of)) is not None:
            return found
        every = (each for rivals in self.series.values() for each in rivals)
        return (each for each in every if each.start > self.as_of)

    def steps(
        self, rivals: Sequence[Statement], upto: int | None = None
    ) -> list[tuple[int, Choice | None]]:
        """How a series ran up to the moment, or another instant."""
        return steps(rivals, self.ranks, self.as_of if upto is None else upto)

    def first_start(self) -> int | None:
        """The first instant at which something is so, of what has a date; None: nothing has."""
        facts = self.facts
        return facts.first_start() if isinstance(facts, Sought) else first_start(facts)

    def has_begun(self, held: Held) -> bool:
        """Whether something is so by the moment; what is only "not before" a day never is."""
        return held.start is not None and held.start <= self.as_of

    def begun(self) -> "View":
        """The facts that are so by the moment alone."""
        return replace(self, facts=[held for held in self.facts if self.has_begun(held)])


def _sought(view: View) -> Sequence[Choice] | None:
    """The statements in force, where they can be sought."""
    facts = view.facts
    found = facts.in_force(view.as_of, view.ranks) if isinstance(facts, Sought) else None
    return None if found is None else list(found)


class _Followed:
    """What follows from facts alone, worked out once for all times at which they are asked."""

    def __init__(self, facts: Sequence[Held]) -> None:
        self._facts = facts

    @cached_property
    def series(self) -> Mapping[Hashable, Sequence[Statement]]:
        """The statements by series."""
        return statements(self._facts)

    @cached_property
    def by_kind(self) -> Mapping[Kind, Sequence[Held]]:
        """The facts of each class that there are."""
        by: dict[Kind, list[Held]] = defaultdict(list)
        for held in self._facts:
            by[held.kind].append(held)
        return by
