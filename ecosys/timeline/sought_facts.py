"""Sought facts: the facts of some types; what is in force of them is sought in the rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from ecosys.event import event_types
from ecosys.log.query import MAX_PARAMETERS, Filter
from ecosys.moment import Held, Moment, View
from ecosys.moment.held import Kind, in_log_order
from ecosys.moment.series import Choice, Statement
from ecosys.moment.sought import SeriesParts, Sought, first_start
from ecosys.timeline.slices import Slices
from ecosys.timeline.stored_statements import StoredStatements
from ecosys.values.cached import cached_property

Read = Callable[[Filter], Sequence[Held]]
"""Reads all facts that a filter lets through."""
MAX_SUBJECTS = 2000
"""About how many subjects facts are sought; of more all are read."""


@dataclass(frozen=True, eq=False)
class SoughtFacts(Sought):
    """The facts of some types with a moment's knowledge, by all sources."""

    statements: StoredStatements
    moment: Moment
    types: tuple[str, ...]
    read_all: Read
    key: Callable[[Held], Any] | None = None
    """What they are sorted by; None: they are in the order of the log."""
    parts: SeriesParts = field(default_factory=dict)
    """What their series have in some parts; none: they are of every series."""
    slices: Slices | None = None
    """What of them was sought before for the same question; None: they are for none."""

    @cached_property
    def _all(self) -> Sequence[Held]:
        facts = self._read()
        return facts if self.key is None else sorted(facts, key=self.key)

    def _read(self) -> Sequence[Held]:
        """They in the order of the log; each type by itself, as others ask for it too."""
        if self.parts:
            of_types = [self.statements.facts(self.moment, each, self.parts) for each in self.types]
        elif len(self.types) > 1:
            of_types = [iter(self.read_all(Filter((each,)))) for each in self.types]
        else:
            return self.read_all(Filter(self.types))
        return sorted(chain.from_iterable(of_types), key=in_log_order)

    def read(self) -> Sequence[Held]:
        """All of them."""
        return self._all

    def is_any(self) -> bool:
        """Whether there are any; who has none of them read asks no more than that."""
        if self.parts or not self._can_be_sought:
            return len(self._all) > 0
        return any(self.statements.is_any(self.moment, type) for type in self.types)

    def first_start(self) -> int | None:
        """The first instant at which one of them is so that has a date."""
        if self.parts or not self._can_be_sought:
            return first_start(self._all)
        starts = (self.statements.first_start(self.moment, type) for type in self.types)
        return min((start for start in starts if start is not None), default=None)

    def of(self, kind: Kind, parts: SeriesParts) -> Sequence[Held] | None:
        """Those of one class, of series with these parts, unread; None: they must be read first."""
        if not self._can_be_sought or (self.parts and parts):
            return None
        types = self._types_of(kind)
        if not types:
            return ()
        return self._slice(types, parts or self.parts)

    def about(self, kind: Kind, subjects: frozenset[str]) -> Sequence[Held] | None:
        """Those of one class about one of some subjects; None: they must be read first."""
        if self.parts or not self._can_be_sought or len(subjects) > MAX_SUBJECTS:
            return None
        types, names = self._types_of(kind), sorted(subjects)
        once: dict[tuple[int, ...], Held] = {}
        for start in range(0, len(names) if types else 0, MAX_PARAMETERS):
            some = frozenset(names[start : start + MAX_PARAMETERS])
            once |= {held.because: held for held in self.read_all(Filter(types, None, some))}
        return sorted(once.values(), key=self.key or in_log_order)

    def sorted_by(self, key: Callable[[Held], Any]) -> "SoughtFacts":
        """The same in another order, unread."""
        return replace(self, key=key)

    def in_force(self, as_of: int, ranks: Mapping[str, int]) -> Iterator[Choice] | None:
        """The statement in force of each series; None where all must be read for that."""
        if not self._can_be_sought:
            return None
        at = replace(self.moment, as_of=as_of)
        of_types = (self.statements.in_force(at, type, ranks, self.parts) for type in self.types)
        return chain.from_iterable(of_types)

    def coming(self, as_of: int) -> Iterable[Statement] | None:
        """The statements valid from a later instant on; None where all must be read for that."""
        if not self._can_be_sought:
            return None
        at = replace(self.moment, as_of=as_of)
        of_types = (self.statements.coming(at, type, self.parts) for type in self.types)
        return chain.from_iterable(of_types)

    def view_of(self, view: View) -> View:
        """The view that was first had of them for the same question; else this one."""
        if self.slices is None:
            return view
        seen: View = self.slices.setdefault((id(self), view.moment), view)
        return seen

    def _slice(self, types: tuple[str, ...], parts: SeriesParts) -> "SoughtFacts":
        """Those of some types, of series with these parts."""
        ours = replace(self, types=types, parts=parts)
        if self.slices is None:
            return ours
        key = self.statements, types, self.key, frozenset(parts.items())
        known: SoughtFacts = self.slices.setdefault(key, ours)
        return known

    def _types_of(self, kind: Kind) -> tuple[str, ...]:
        return tuple(type for type in self.types if issubclass(event_types[type], kind))

    @property
    def _can_be_sought(self) -> bool:
        """Whether it pays: they are not read yet, and all that they state is kept as rows.

        Of types of other packages perhaps not all is.
        """
        are_ours = bool(self.types) and all(event_types.own(type) for type in self.types)
        return are_ours and "_all" not in vars(self)
