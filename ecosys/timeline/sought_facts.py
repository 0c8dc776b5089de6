"""Sought facts: the facts of some types; what is in force of them is sought in the rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from ecosys.event import event_types
from ecosys.moment import Held, Moment
from ecosys.moment.held import Kind
from ecosys.moment.series import Choice, Statement
from ecosys.moment.sought import Parts, Sought
from ecosys.timeline.stored_statements import StoredStatements
from ecosys.values.cached import cached_property

Read = Callable[[tuple[str, ...]], Sequence[Held]]
"""Reads all facts of some types."""
EVERY: Parts = {}
"""Every series."""


class SoughtFacts(Sought):
    """The facts of some types with a moment's knowledge, by all sources."""

    def __init__(
        self,
        statements: StoredStatements,
        moment: Moment,
        types: tuple[str, ...],
        read: Read,
        key: Callable[[Held], Any] | None = None,
        parts: Parts = EVERY,
    ) -> None:
        self._statements = statements
        self._moment = moment
        self._types = types
        self._read = read
        self._key = key
        self._parts = parts

    @cached_property
    def _all(self) -> Sequence[Held]:
        facts = self._of_parts() if self._parts else self._read(self._types)
        return facts if self._key is None else sorted(facts, key=self._key)

    def _of_parts(self) -> Sequence[Held]:
        of_types = (self._statements.facts(self._moment, type, self._parts) for type in self._types)
        facts = chain.from_iterable(of_types)
        return sorted(facts, key=lambda held: (held.because[0], len(held.because)))

    def read(self) -> Sequence[Held]:
        """All of them."""
        return self._all

    def of(self, kind: Kind, parts: Parts) -> "SoughtFacts | None":
        """Those of one class, of series with these parts, unread; None: they must be read first."""
        if "_all" in vars(self) or not self._are_ours or (self._parts and parts):
            return None
        types = tuple(type for type in self._types if issubclass(event_types[type], kind))
        if not types:
            return None
        return SoughtFacts(
            self._statements, self._moment, types, self._read, self._key, parts or self._parts
        )

    def sorted_by(self, key: Callable[[Held], Any]) -> "SoughtFacts":
        """The same in another order, unread."""
        return SoughtFacts(
            self._statements, self._moment, self._types, self._read, key, self._parts
        )

    def in_force(self, as_of: int, ranks: Mapping[str, int]) -> Iterator[Choice] | None:
        """The statement in force of each series; None where all must be read for that."""
        if "_all" in vars(self) or not self._are_ours:
            return None
        at = replace(self._moment, as_of=as_of)
        return (
            choice
            for type in self._types
            for choice in self._statements.in_force(at, type, ranks, self._parts)
        )

    def coming(self, as_of: int) -> Iterable[Statement] | None:
        """The statements valid from a later instant on; None where all must be read for that."""
        if "_all" in vars(self) or not self._are_ours:
            return None
        at = replace(self._moment, as_of=as_of)
        return (
            each for type in self._types for each in self._statements.coming(at, type, self._parts)
        )

    @property
    def _are_ours(self) -> bool:
        """Whether all that they state is kept: of types of other packages perhaps not."""
        return bool(self._types) and all(event_types.own(type) for type in self._types)
