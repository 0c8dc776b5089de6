"""Supposed: a log as it would be with some events left out and others laid over it.

It is only read: nothing of it is ever written to the log that it stands on. Events laid over count
as the user's own, recorded after the end of the log; positions of the others stay what they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

from ecosys.errors import InvalidInput, Refused
from ecosys.event import Event, Head, Recorded, as_recorded, codec
from ecosys.log import guards, references
from ecosys.log.line import Line
from ecosys.log.log import Log
from ecosys.log.query import ALL, Filter

ORIGIN = "what-if"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is supposed of a log."""

    without: tuple[str, ...] = ()
    """Ids of events, or slugs of sources, that are left out: of a source what rests on it alone."""
    overlay: tuple[Event, ...] = ()
    """Events that are added."""


class WhatIfLog(Log):
    """A log seen under a supposition."""

    def __init__(self, log: Log, what_if: WhatIf) -> None:
        super().__init__(log.database, log.clock)
        self.what_if = what_if
        self._end = log.head()
        self._left_out = self._leaving_out(log, what_if.without)
        over = enumerate(what_if.overlay, start=self._end.position + 1)
        at = self._end.recorded_at
        self._over = [as_recorded(place, at, ORIGIN, event) for place, event in over]
        self._refuse_unfounded()

    def head(self) -> Head:
        """The end of the log, with what is laid over it."""
        return replace(self._end, position=self._end.position + len(self._over))

    def root(self, position: int) -> str:
        """The root of what is recorded: a supposition has none."""
        return super().root(min(position, self._end.position))

    def recorded_at(self, position: int) -> int:
        """The instant of a position; what is laid over has that of the end."""
        return super().recorded_at(min(position, self._end.position))

    def read(
        self,
        where: Filter = ALL,
        *,
        after: int = 0,
        upto: int | None = None,
        limit: int | None = None,
    ) -> list[Recorded]:
        """Recorded events after a position, ascending."""
        found = super().read(where, after=after, upto=upto)
        found = [record for record in found if record.id not in self._left_out]
        for record in self._over:
            reached = after < record.position and (upto is None or record.position <= upto)
            if reached and self._concerns(record.event, where):
                found.append(record)
        return found[:limit]

    def find(self, ids: Iterable[str]) -> dict[str, Line]:
        """The lines of these ids, as far as they are recorded and not left out."""
        return super().find(id for id in ids if id not in self._left_out)

    def append(self, *_: object, **__: object) -> NoReturn:
        """A supposition takes nothing in."""
        raise Refused("A supposition is only asked; append to the log itself.")

    def _concerns(self, event: Event, where: Filter) -> bool:
        return any(
            (not where.types or type in where.types) and where.covers(subject)
            for subject, type in references.concerns(event, self._find)
        )

    def _find(self, id: str) -> Event | None:
        for record in self._over:
            if record.id == id:
                return record.event
        line = self.find([id]).get(id)
        return codec.decode(line.body) if line else None

    def _refuse_unfounded(self) -> None:
        ids = [record.id for record in self._over]
        taken = [*self.find(ids), *{id for id in ids if ids.count(id) > 1}]
        if taken:
            raise InvalidInput(
                f"{', '.join(taken)}: this id is taken; what is laid over needs ids of its own."
            )
        over = [record.event for record in self._over]
        places = {record.id: record.position for record in self._over}
        guards.unfounded(over, places, self.clock(), self._find)

    @staticmethod
    def _leaving_out(log: Log, without: Sequence[str]) -> frozenset[str]:
        left: set[str] = set()
        for name in without:
            found = {
                record.id
                for record in log.read()
                if record.id == name or {each.source for each in record.event.sources} == {name}
            }
            if not found:
                raise InvalidInput(f"{name} is neither an event nor the only source of one.")
            left |= found
        return frozenset(left)
