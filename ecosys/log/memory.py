"""A log in memory: recorded events that are in no database, read like any log."""

from collections.abc import Iterable, Iterator
from typing import NoReturn

from ecosys.errors import Refused
from ecosys.event import Event, Head, Recorded, codec
from ecosys.event.subject import within
from ecosys.log import merkle, references
from ecosys.log.decoding import line_of, recorded
from ecosys.log.line import Line
from ecosys.log.log import RELEASED, Log
from ecosys.log.query import ALL, Filter
from ecosys.values import clock as clocks
from ecosys.values.clock import Clock


class MemoryLog(Log):
    """Some events as they would stand in a log; it refuses to be written to.

    It is made in the time of reading the events, where a database takes ten times that.
    """

    is_stored = False

    def __init__(self, records: Iterable[Recorded], clock: Clock = clocks.system) -> None:
        self.clock = clock
        self._records = list(records)
        self._by_id = {record.id: record for record in self._records}
        placed = ((record.position, record.event) for record in self._records)
        self._about: dict[int, list[tuple[str, str]]] = {}
        for subject, type, position in references.keys(placed, self._event_of):
            self._about.setdefault(position, []).append((subject, type))

    def head(self) -> Head:
        """The end of the log."""
        if not self._records:
            return Head(0, 0)
        return Head(self._records[-1].position, self._records[-1].recorded_at)

    def root(self, position: int) -> str:
        """The Merkle root of the log up to a position, in hexadecimal."""
        self.head().refuse_beyond(position)
        return merkle.root_of(line.leaf for line in self.lines(upto=position)).hex()

    def origin(self, position: int) -> str:
        """The id of the log that first wrote what stands up to a position."""
        origins = [each.origin for each in self._records if each.position <= position]
        return next((each for each in reversed(origins) if each != RELEASED), RELEASED)

    def recorded_at(self, position: int) -> int:
        """The instant at which a position was recorded; 0 for the empty log."""
        return self._records[position - 1].recorded_at if position else 0

    def read(
        self,
        where: Filter = ALL,
        *,
        after: int = 0,
        upto: int | None = None,
        limit: int | None = None,
    ) -> list[Recorded]:
        """Recorded events after a position, ascending."""
        found = [each for each in self._records[after:upto] if self._concerns(each, where)]
        return found[:limit]

    def at(self, positions: Iterable[int]) -> list[Recorded]:
        """Recorded events at some positions, ascending, as far as there are such positions."""
        wanted = set(positions)
        return [each for each in self._records if each.position in wanted]

    def lines(self, after: int = 0, upto: int | None = None) -> Iterator[Line]:
        """The exact lines of the log after a position."""
        yield from map(line_of, self._records[after:upto])

    def withheld(self) -> dict[int, bytes]:
        """Nothing: what is here is not published."""
        return {}

    def find(self, ids: Iterable[str]) -> dict[str, Line]:
        """The lines of these ids, as far as they are recorded."""
        return {id: line_of(self._by_id[id]) for id in ids if id in self._by_id}

    def last_about(self, subject: str) -> int:
        """The position of the last event about a subject, 0 for none."""
        about = (at for at, keys in self._about.items() if subject in {each for each, _ in keys})
        return max(about, default=0)

    def append(self, *_: object, **__: object) -> NoReturn:
        """Refused: it is in no database."""
        raise Refused("A log in memory is only asked.")

    replay = rebuild = check = append

    def _bodies_like(self, _: str, after: int, upto: int | None) -> list[str]:
        return [codec.canonical(record.event) for record in self._records[after:upto]]

    def _concerns(self, record: Recorded, where: Filter) -> bool:
        return where.is_of(record.event.type) and (
            not where.is_of_some
            or any(
                (not where.types or type in where.types) and within(subject, where.subject)
                for subject, type in self._about[record.position]
            )
        )

    def _event_of(self, id: str) -> Event | None:
        record = self._by_id.get(id)
        return None if record is None else record.event


class LinesLog(MemoryLog):
    """The lines of a log as they were written, asked without a database.

    Events of older versions are read as the present one; the lines, and so the root, are theirs.
    """

    def __init__(self, lines: Iterable[Line], clock: Clock = clocks.system) -> None:
        self._lines = list(lines)
        super().__init__(map(recorded, self._lines), clock)

    def lines(self, after: int = 0, upto: int | None = None) -> Iterator[Line]:
        """The exact lines of the log after a position."""
        yield from self._lines[after:upto]

    def find(self, ids: Iterable[str]) -> dict[str, Line]:
        """The lines of these ids, as far as they are recorded."""
        known = (self._by_id[id] for id in ids if id in self._by_id)
        return {record.id: self._lines[record.position - 1] for record in known}

    def _bodies_like(self, _: str, after: int, upto: int | None) -> list[str]:
        return [line.body for line in self._lines[after:upto]]
