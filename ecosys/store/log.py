"""The log: the append-only sequence of recorded events."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from ecosys import clock as clocks
from ecosys import event as events
from ecosys.bulk import uncollected
from ecosys.clock import Clock
from ecosys.errors import Conflict, Damaged, Stale
from ecosys.event import Event, Recorded
from ecosys.moment import Head, read_position
from ecosys.store import merkle, references, refusals
from ecosys.store.line import Line, frame

RELEASED = "ecosys"
"""The origin of events that came with a release."""
CHUNK = 500  # how many values one query is given


Columns = tuple[str, ...]


class Database(Protocol):
    """What the log needs of a database."""

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Run one query and yield its rows as they are read."""

    def insert(self, table: str, columns: Columns, rows: Iterable[Sequence[object]]) -> None:
        """Add rows, all or none: one that is refused undoes the whole transaction."""

    def writing(self) -> AbstractContextManager[None]:
        """A transaction that no other writer can enter."""

    def close(self) -> None:
        """Let go of all connections."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a writer believes of the log; an append that finds otherwise is refused."""

    position: int | None = None
    """The head's position."""
    subjects: Mapping[str, int] = field(default_factory=dict)
    """For each subject the position of the last event about it, 0 for none."""


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append did."""

    positions: tuple[int, ...]
    """The position of each event given, in order; a known one keeps the one it had."""
    added: int
    """How many of them are new."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events to read; empty means all."""

    types: tuple[str, ...] = ()
    """Types of events; events about events come with the types they are about."""
    subject: str | None = None
    """A subject and all beneath it."""

    def still_fits(self, event: Event) -> bool:
        """Whether a statement is about the subject: a correction may speak of fewer than it did."""
        return self.subject is None or any(map(self.covers, event.subjects))

    def covers(self, subject: str) -> bool:
        """Whether a subject is the one asked for, or beneath it."""
        return self.subject in (None, subject) or subject.startswith(f"{self.subject}/")


ALL, ANY = Filter(), Expected()
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
EVENT_COLUMNS = ("position", "id", "type", "recorded_at", "origin", "body", "leaf")
Row = tuple[int, str, str, int, str, str, bytes]
"""The values of these columns."""
COLUMNS = "position, recorded_at, origin, body"


class Log:
    """Recorded events in a database: append, read, never change."""

    def __init__(self, database: Database, clock: Clock = clocks.system) -> None:
        self.database = database
        self.clock = clock
        self._roots = lru_cache(maxsize=256)(self._root_at)

    def head(self) -> Head:
        """The end of the log."""
        (row,) = self.database.execute("SELECT position, recorded_at FROM log_head")
        return Head(*row)

    def root(self, position: int) -> str:
        """The Merkle root of the log up to a position, in hexadecimal."""
        return self._roots(position)

    def origin(self, position: int) -> str:
        """The id of the log that first wrote what stands up to a position."""
        rows = self.database.execute(
            "SELECT origin FROM log_origin WHERE position <= ? ORDER BY position DESC LIMIT 1",
            (position,),
        )
        return str(rows[0][0]) if rows else RELEASED

    def recorded_at(self, position: int) -> int:
        """The instant at which a position was recorded; 0 for the empty log."""
        sql = "SELECT recorded_at FROM event WHERE position = ?"
        rows = self.database.execute(sql, (position,))
        return int(rows[0][0]) if rows else 0

    @uncollected()
    def read(
        self,
        where: Filter = ALL,
        *,
        after: int = 0,
        upto: int | None = None,
        limit: int | None = None,
    ) -> list[Recorded]:
        """Recorded events after a position, ascending."""
        sql, parameters = _query(where, after, upto, limit)
        return [_recorded(Line(*row)) for row in self.database.execute(sql, parameters)]

    def lines(self, after: int = 0, upto: int | None = None) -> Iterator[Line]:
        """The exact lines of the log after a position."""
        for row in self.database.stream(*_query(ALL, after, upto, None)):
            yield Line(*row)

    def find(self, ids: Iterable[str]) -> dict[str, Line]:
        """The lines of these ids, as far as they are recorded."""
        wanted = list(dict.fromkeys(ids))
        found = {}
        for start in range(0, len(wanted), CHUNK):
            some = wanted[start : start + CHUNK]
            given = ", ".join(["(?)"] * len(some))  # IN would sort them all first
            sql = f"SELECT id, {COLUMNS} FROM (VALUES {given}) CROSS JOIN event ON id = column1"  # noqa: S608
            found.update({id: Line(*row) for id, *row in self.database.execute(sql, some)})
        return found

    def instants(self, after: int = 0) -> list[str]:
        """The times of day that stand in events after a position, as they are written."""
        sql = "SELECT body FROM event WHERE position > ? AND body LIKE '%T__:__:__%Z%'"
        rows = self.database.execute(sql, (after,))
        return [text for (body,) in rows for text in _INSTANT.findall(body)]

    def last_about(self, subject: str) -> int:
        """The position of the last event about a subject, 0 for none."""
        sql = "SELECT max(position) FROM event_subject WHERE subject = ?"
        return int(self.database.execute(sql, (subject,))[0][0] or 0)

    def append(
        self, new: Sequence[Event], *, expected: Expected = ANY, origin: str | None = None
    ) -> Appended:
        """Record events: all or none, at consecutive positions, acknowledged once on disk.

        An event that is already recorded keeps its position; an id that stands for other content
        is a Conflict. `origin` is for events that came with a release; else it is this log's own.
        """
        given = {event.id: event for event in new}
        if len(given) < len(new):
            refusals.conflicts(new, given)
        with self.database.writing():
            head, frontier, own = self._locked()
            self._refuse_unexpected(expected, head)
            known = self.find(given)
            refusals.conflicts((_decoded(line) for line in known.values()), given)
            now = max(self.clock(), head.recorded_at)
            fresh = [event for id, event in given.items() if id not in known]
            find = self._finder({event.id: event for event in fresh})
            refusals.unfounded(fresh, now, find)
            self._write(_rows(fresh, head.position, now, origin or own), fresh, frontier, find)
        at = {id: line.position for id, line in known.items()}
        at |= {event.id: place for place, event in enumerate(fresh, start=head.position + 1)}
        return Appended(tuple(at[event.id] for event in new), len(fresh))

    def replay(self, lines: Sequence[Line]) -> None:
        """Copy lines of another log to the end of this one, byte for byte."""
        with self.database.writing():
            head, frontier, _ = self._locked()
            refusals.gaps(lines, head)
            copied = [_decoded(line) for line in lines]
            if known := self.find(event.id for event in copied):
                raise Conflict("These ids are already recorded.", candidates=sorted(known))
            rows = [
                (
                    line.position,
                    event.id,
                    event.type,
                    line.recorded_at,
                    line.origin,
                    line.body,
                    line.leaf,
                )
                for line, event in zip(lines, copied, strict=True)
            ]
            find = self._finder({event.id: event for event in copied})
            self._write(rows, copied, frontier, find)

    def check(self) -> int:
        """Recompute every hash and the root from the stored bytes; how many events were checked.

        Damaged names the first position whose bytes do not give what was recorded.
        """
        leaves = []
        head = self.database.execute("SELECT position, root FROM log_head")[0]
        sql = f"SELECT {COLUMNS}, leaf FROM event ORDER BY position"  # noqa: S608
        for expected, (*columns, leaf) in enumerate(self.database.stream(sql), start=1):
            line = Line(*columns)
            if line.position != expected or line.leaf != leaf:
                raise Damaged(f"Position {expected} does not hold the bytes that were recorded.")
            leaves.append(leaf)
        if (len(leaves), merkle.root_of(leaves).hex()) != tuple(head):
            raise Damaged(f"The log does not give the root recorded at position {head[0]}.")
        return len(leaves)

    def rebuild(self) -> None:
        """Make the index by subject anew from the recorded bytes."""
        with self.database.writing():
            self.database.execute("DELETE FROM event_subject")
            everything = self.read()
            at = {record.id: record.event for record in everything}
            self._index(((record.position, record.event) for record in everything), at.get)

    def _locked(self) -> tuple[Head, merkle.Frontier, str]:
        sql = "SELECT position, recorded_at, frontier, own_origin FROM log_head"
        ((position, recorded_at, frontier, own),) = self.database.execute(sql)
        return Head(position, recorded_at), merkle.Frontier(position, frontier), own

    def _write(
        self,
        rows: Sequence[Row],
        new: Sequence[Event],
        frontier: merkle.Frontier,
        find: references.Find,
    ) -> None:
        if not rows:
            return
        self.database.insert("event", EVENT_COLUMNS, rows)
        self._index(zip((row[0] for row in rows), new, strict=True), find)
        self._note_origins(rows)
        frontier.extend([row[-1] for row in rows])
        position, *_, recorded_at = rows[-1][:4]
        self.database.execute(
            "UPDATE log_head SET position = ?, recorded_at = ?, frontier = ?, root = ?",
            (position, recorded_at, frontier.packed, frontier.root.hex()),
        )

    def _index(self, placed: Iterable[tuple[int, Event]], find: references.Find) -> None:
        rows = [
            (subject, type, position)
            for position, event in placed
            for subject, type in references.concerns(event, find)
        ]
        self.database.insert("event_subject", ("subject", "concerns", "position"), rows)

    def _note_origins(self, written: Sequence[Row]) -> None:
        noted = {
            RELEASED,
            *(row[0] for row in self.database.execute("SELECT origin FROM log_origin")),
        }
        first = {row[4]: row[0] for row in reversed(written) if row[4] not in noted}
        rows = sorted((position, origin) for origin, position in first.items())
        self.database.insert("log_origin", ("position", "origin"), rows)

    def _finder(self, batch: Mapping[str, Event]) -> references.Find:
        def find(id: str) -> Event | None:
            if id in batch:
                return batch[id]
            line = self.find([id]).get(id)
            return _decoded(line) if line else None

        return lru_cache(maxsize=None)(find)

    def _refuse_unexpected(self, expected: Expected, head: Head) -> None:
        if expected.position not in (None, head.position):
            raise Stale(f"The log ends at {head.position}, not at {expected.position}.")
        for subject, position in expected.subjects.items():
            if (last := self.last_about(subject)) != position:
                raise Stale(f"The last event about {subject} is at {last}, not at {position}.")

    def _root_at(self, position: int) -> str:
        read_position(position, self.head())
        sql = "SELECT leaf FROM event WHERE position <= ? ORDER BY position"
        return merkle.root_of(leaf for (leaf,) in self.database.stream(sql, (position,))).hex()


def _rows(fresh: Sequence[Event], after: int, now: int, origin: str) -> list[Row]:
    """The rows of new events, each with the hash of its line."""
    before, behind = (part.encode() for part in frame(origin, now))
    rows = []
    for position, event in enumerate(fresh, start=after + 1):
        body = events.canonical_bytes(event)
        leaf = merkle.leaf_hash(b'{"event":%b%b%d%b' % (body, before, position, behind))
        rows.append((position, event.id, event.type, now, origin, body.decode(), leaf))
    return rows


def _query(
    where: Filter, after: int, upto: int | None, limit: int | None
) -> tuple[str, list[object]]:
    sql = f"SELECT {COLUMNS} FROM event WHERE position > ?"  # noqa: S608  names of ours
    parameters: list[object] = [after]
    if upto is not None:
        sql += " AND position <= ?"
        parameters.append(upto)
    if where != ALL:
        about, values = _about(where)
        sql += f" AND position IN (SELECT position FROM event_subject WHERE {about})"  # noqa: S608
        parameters += values
    sql += " ORDER BY position"
    if limit is not None:
        sql += " LIMIT ?"
        parameters.append(limit)
    return sql, parameters


def _about(where: Filter) -> tuple[str, list[object]]:
    clauses, values = [], list[object]()
    if where.types:
        clauses.append(f"concerns IN ({_marks(where.types)})")
        values += where.types
    if where.subject is not None:
        clauses.append("(subject = ? OR (subject > ? AND subject < ?))")
        values += [where.subject, f"{where.subject}/", f"{where.subject}0"]  # 0 follows /
    return " AND ".join(clauses), values


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _decoded(line: Line) -> Event:
    return events.decode(line.body)


def _recorded(line: Line) -> Recorded:
    return events.recorded(line.position, line.recorded_at, line.origin, _decoded(line))
