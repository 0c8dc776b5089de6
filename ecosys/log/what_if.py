"""What if: a log as it would be without some events, and with others laid over it.

It is only read: nothing is ever written to the log beneath. Events of the overlay count as the
user's own, recorded after the end of the log; the positions of the others stay what they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

from ecosys.errors import InvalidInput, Refused
from ecosys.event import Event, Head, Recorded, as_recorded, codec
from ecosys.event.subject import within
from ecosys.log import guards, references
from ecosys.log.line import Line
from ecosys.log.log import Log
from ecosys.log.query import ALL, Filter

ORIGIN = "what-if"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is left out of a log, and what is laid over it.

    >>> WhatIf(without=("blog",)).overlay
    ()
    """

    without: tuple[str, ...] = ()
    """Ids of events, and slugs of sources: of a source all that rests on it alone is left out."""
    overlay: tuple[Event, ...] = ()
    """Events that are laid over the log."""


class WhatIfLog(Log):
    """A log as a `WhatIf` says: it is read like any log, and refuses to be appended to."""

    def __init__(self, log: Log, what_if: WhatIf) -> None:
        super().__init__(log.database, log.clock)
        self.what_if = what_if
        self._end = log.head()
        self._left_out = _left_out(log, what_if.without)
        overlay = enumerate(what_if.overlay, start=self._end.position + 1)
        at = self._end.recorded_at
        self._overlay = [as_recorded(position, at, ORIGIN, event) for position, event in overlay]
        self._refuse_dangling()

    def head(self) -> Head:
        """The end of the log, with the overlay."""
        return replace(self._end, position=self._end.position + len(self._overlay))

    def root(self, position: int) -> str:
        """The root of what is recorded; the overlay is in no tree."""
        return super().root(min(position, self._end.position))

    def recorded_at(self, position: int) -> int:
        """The instant of a position; the overlay has that of the end of the log."""
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
        records = super().read(where, after=after, upto=upto)
        records = [record for record in records if record.id not in self._left_out]
        for record in self._overlay:
            reached = after < record.position and (upto is None or record.position <= upto)
            if reached and self._concerns(record.event, where):
                records.append(record)
        return records[:limit]

    def find(self, ids: Iterable[str]) -> dict[str, Line]:
        """The lines of these ids, as far as they are recorded and not left out."""
        return super().find(id for id in ids if id not in self._left_out)

    def append(self, *_: object, **__: object) -> NoReturn:
        """Refused: nothing is appended to a what-if."""
        raise Refused("A what-if is only asked; append to the log itself.")

    def _concerns(self, event: Event, where: Filter) -> bool:
        return any(
            (not where.types or type in where.types) and within(subject, where.subject)
            for subject, type in references.concerns(event, self._find)
        )

    def _find(self, id: str) -> Event | None:
        for record in self._overlay:
            if record.id == id:
                return record.event
        line = self.find([id]).get(id)
        return codec.decode(line.body) if line else None

    def _refuse_dangling(self) -> None:
        ids = [record.id for record in self._overlay]
        taken = [*self.find(ids), *{id for id in ids if ids.count(id) > 1}]
        if taken:
            raise InvalidInput(
                f"{', '.join(taken)}: this id is taken; what is laid over needs ids of its own."
            )
        overlay = [record.event for record in self._overlay]
        positions = {record.id: record.position for record in self._overlay}
        guards.refuse_dangling(overlay, positions, self.clock(), self._find)


def _left_out(log: Log, without: Sequence[str]) -> frozenset[str]:
    """The ids of the events that are left out."""
    left_out: set[str] = set()
    for name in without:
        ids = {
            record.id
            for record in log.read()
            if record.id == name or {each.source for each in record.event.sources} == {name}
        }
        if not ids:
            raise InvalidInput(f"{name} is neither an event nor the only source of one.")
        left_out |= ids
    return frozenset(left_out)
