"""What if: a log as it would be without some events, and with others laid over it.

It is only read: nothing is ever written to the log beneath. Events of the overlay count as the
user's own, recorded after the end of the log; the positions of the others stay what they are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

from ecosys.errors import InvalidInput, Refused
from ecosys.event import Event, Head, Recorded, as_recorded, codec
from ecosys.event.subject import within
from ecosys.log import guards, references
from ecosys.log.decoding import line_of
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
    """A log as a `WhatIf` says: it is read like any log, and refuses to be written to.

    What is appended to the log beneath later is not seen: the overlay has those positions.
    """

    is_stored = False

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

    def origin(self, position: int) -> str:
        """The id of the log that first wrote what stands up to a position, without the overlay."""
        return super().origin(min(position, self._end.position))

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
        records = super().read(where, after=after, upto=self._within(upto))
        records = [record for record in records if record.position not in self._left_out]
        for record in self._overlay:
            reached = after < record.position and (upto is None or record.position <= upto)
            if reached and self._concerns(record.event, where):
                records.append(record)
        return records[:limit]

    def at(self, positions: Iterable[int]) -> list[Recorded]:
        """Recorded events at some positions, ascending, as far as they are not left out."""
        wanted = set(positions)
        laid_over = [each for each in self._overlay if each.position in wanted]
        return [*super().at(filter(self._has, wanted)), *laid_over]

    def lines(self, after: int = 0, upto: int | None = None) -> Iterator[Line]:
        """The exact lines of what is recorded after a position and not left out."""
        for line in super().lines(after, self._within(upto)):
            if self._has(line.position):
                yield line

    def find(self, ids: Iterable[str]) -> dict[str, Line]:
        """The lines of these ids, as far as they are not left out, and those of the overlay."""
        wanted = set(ids)
        laid_over = {each.id: line_of(each) for each in self._overlay if each.id in wanted}
        return self._beneath(wanted) | laid_over

    def append(self, *_: object, **__: object) -> NoReturn:
        """Refused: nothing is appended to a what-if."""
        raise Refused("A what-if is only asked; append to the log itself.")

    def replay(self, *_: object) -> NoReturn:
        """Refused: nothing is copied to a what-if."""
        raise Refused("A what-if is only asked; copy to the log itself.")

    def rebuild(self) -> NoReturn:
        """Refused: what is left out would be missing in the log itself."""
        raise Refused("A what-if is only asked; rebuild the log itself.")

    def _within(self, upto: int | None) -> int:
        return self._end.position if upto is None else min(upto, self._end.position)

    def _has(self, position: int) -> bool:
        """Whether a position is one of the log beneath that is not left out."""
        return position <= self._end.position and position not in self._left_out

    def _bodies_like(self, pattern: str, after: int, upto: int | None) -> list[str]:
        sql = (
            "SELECT position, body FROM event WHERE position > ? AND position <= ? AND body LIKE ?"
        )
        rows = self.database.execute(sql, (after, self._within(upto), pattern))
        return [
            *(body for position, body in rows if self._has(position)),
            *(
                codec.canonical(record.event)
                for record in self._overlay
                if after < record.position and (upto is None or record.position <= upto)
            ),
        ]

    def _concerns(self, event: Event, where: Filter) -> bool:
        return where.is_of(event.type) and (
            not where.is_of_some
            or any(
                (not where.types or type in where.types) and within(subject, where.subject)
                for subject, type in references.concerns(event, self._find)
            )
        )

    def _beneath(self, ids: Iterable[str]) -> dict[str, Line]:
        found = super().find(ids)
        return {id: line for id, line in found.items() if self._has(line.position)}

    def _find(self, id: str) -> Event | None:
        for record in self._overlay:
            if record.id == id:
                return record.event
        line = self.find([id]).get(id)
        return codec.decode(line.body) if line else None

    def _refuse_dangling(self) -> None:
        ids = [record.id for record in self._overlay]
        taken = [*self._beneath(ids), *{id for id in ids if ids.count(id) > 1}]
        if taken:
            raise InvalidInput(
                f"{', '.join(taken)}: this id is taken; what is laid over needs ids of its own."
            )
        overlay = [record.event for record in self._overlay]
        positions = {record.id: record.position for record in self._overlay}
        guards.refuse_dangling(overlay, positions, self.clock(), self._find)


def _left_out(log: Log, without: Sequence[str]) -> frozenset[int]:
    """The positions of the events that are left out."""
    left_out: set[int] = set()
    for name in without:
        positions = {
            record.position
            for record in log.read()
            if record.id == name or {each.source for each in record.event.sources} == {name}
        }
        if not positions:
            raise InvalidInput(f"{name} is neither an event nor the only source of one.")
        left_out |= positions
    return frozenset(left_out)
