"""The log: the append-only sequence of recorded events."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, count, islice
from typing import Any

from ecosys.errors import Conflict, Refused, Stale, StatementRefused
from ecosys.event import Event, Head, Recorded, codec, event_types
from ecosys.log import batch, guards, merkle, references, withholding
from ecosys.log.bulk import MANY, Pace, gc_paused
from ecosys.log.checking import checked
from ecosys.log.database import Database, Query, Rows
from ecosys.log.decoding import decoded, recorded
from ecosys.log.line import Line
from ecosys.log.proof.stored import StoredTree
from ecosys.log.query import ALL, COLUMNS, END, Filter, of_ids, of_keys, query
from ecosys.log.references import Key
from ecosys.values import clock as clocks
from ecosys.values.clock import Clock

RELEASED = "ecosys"
"""The origin of events that came with a release."""
FEW = 20
"""How many events are looked for before they are written; of more only so many of the first."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a writer believes of the log; an append is Stale where it is otherwise."""

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


ANY = Expected()
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
_HOURS = re.compile(r'"hours":"([^"\\]*)"')
EVENT_COLUMNS = ("position", "id", "type", "recorded_at", "origin", "body", "leaf")


class Log:
    """Recorded events in a database: append, read, never change.

    >>> from tempfile import TemporaryDirectory
    >>> from ecosys.event.codec import parse
    >>> from ecosys.log.engines import open_database
    >>> folder = TemporaryDirectory()
    >>> log = Log(open_database(f"{folder.name}/log.db"))
    >>> source = {"type": "registered", "source": "openai", "name": "OpenAI", "kind": "provider"}
    >>> event, other = parse({**source, "id": "s"}), parse({**source, "id": "s", "name": "Other"})
    >>> log.append([event])
    Appended(positions=(1,), added=1)

    An event that is recorded already keeps its position; its id never comes to mean another.

    >>> log.append([event])
    Appended(positions=(1,), added=0)
    >>> log.append([other])
    Traceback (most recent call last):
    ecosys.errors.Conflict: s: this id already stands for other content. ...

    What was recorded is read as events, or as the exact lines that are hashed.

    >>> log.read()[0].event == event, log.read(after=1)
    (True, [])
    >>> list(log.lines()) == list(log.find(["s", "nobody"]).values())
    True
    >>> log.check(), log.root(1) == merkle.root_of(line.leaf for line in log.lines()).hex()
    (1, True)
    >>> log.database.close()
    >>> folder.cleanup()
    """

    is_stored = True
    """Whether it is that of the database, so that what is kept in rows beside it is of it."""

    def __init__(self, database: Database, clock: Clock = clocks.system) -> None:
        self.database = database
        self.clock = clock
        self.follower: Callable[[Sequence[Recorded]], None] | None = None
        """Is told what is appended, within the transaction that appends it."""
        self.tree = StoredTree(database)
        self._roots = lru_cache(maxsize=256)(self._root_at)
        self._origins = lru_cache(maxsize=256)(self._origin_at)

    def head(self) -> Head:
        """The end of the log."""
        (row,) = self.database.execute("SELECT position, recorded_at FROM log_head")
        return Head(*row)

    def root(self, position: int) -> str:
        """The Merkle root of the log up to a position, in hexadecimal."""
        return self._roots(position)

    def origin(self, position: int) -> str:
        """The id of the log that first wrote what stands up to a position."""
        return self._origins(position)

    def own_origin(self) -> str:
        """The id under which this log adds events of its own."""
        return str(self.database.execute("SELECT own_origin FROM log_head")[0][0])

    def recorded_at(self, position: int) -> int:
        """The instant at which a position was recorded; 0 for the empty log."""
        sql = "SELECT recorded_at FROM event WHERE position = ?"
        rows = self.database.execute(sql, (position,))
        return int(rows[0][0]) if rows else 0

    @gc_paused()
    def read(
        self,
        where: Filter = ALL,
        *,
        after: int = 0,
        upto: int | None = None,
        limit: int | None = None,
    ) -> list[Recorded]:
        """Recorded events after a position, ascending."""
        sql, parameters = query(where, after, upto, limit)
        return [recorded(Line(*row)) for row in self.database.execute(sql, parameters)]

    def at(self, positions: Iterable[int]) -> list[Recorded]:
        """Recorded events at some positions, ascending, as far as there are such positions."""
        rows = self._rows(of_keys(f"{COLUMNS}, type", "position", list(set(positions))))
        return [recorded(Line(*row), event_types.own(type)) for *row, type in sorted(rows)]

    def bodies(self, positions: Iterable[int]) -> dict[int, str]:
        """The texts of the events at some positions."""
        return dict(self._rows(of_keys("position, body", "position", list(positions))))

    def lines(self, after: int = 0, upto: int | None = None) -> Iterator[Line]:
        """The exact lines of the log after a position."""
        kept = self.withheld()
        for row in self.database.stream(*query(ALL, after, upto, None)):
            yield Line(*row)._replace(withheld=kept.get(row[0])) if kept else Line(*row)

    def withheld(self) -> dict[int, bytes]:
        """The positions whose texts are withheld, each with the hash of its line."""
        return withholding.withheld(self.database)

    def find(self, ids: Iterable[str]) -> dict[str, Line]:
        """The lines of these ids, as far as they are recorded."""
        return _lines(self._rows(of_ids(list(dict.fromkeys(ids)))))

    def instants(self, after: int = 0, upto: int | None = None) -> list[str]:
        """The times of day that stand in events after a position, as they are written."""
        bodies = self._bodies_like("%T__:__:__%Z%", after, upto)
        return [text for body in bodies for text in _INSTANT.findall(body)]

    def hours(self, after: int = 0, upto: int | None = None) -> set[str]:
        """The hours of prices that stand in events after a position, as they are written."""
        bodies = self._bodies_like('%"hours":"%', after, upto)
        return {text for body in bodies for text in _HOURS.findall(body)}

    def last_about(self, subject: str) -> int:
        """The position of the last event about a subject, 0 for none."""
        sql = "SELECT max(position) FROM event_subject WHERE subject = ?"
        return int(self.database.execute(sql, (subject,))[0][0] or 0)

    @gc_paused()
    def append(
        self, new: Iterable[Event], *, expected: Expected = ANY, origin: str | None = None
    ) -> Appended:
        """Record events: all or none, at consecutive positions, acknowledged once on disk.

        An event that is already recorded keeps its position; an id that stands for other content
        is a Conflict. `origin` is for events that came with a release; else it is this log's own.
        """
        ids, entries = batch.prepare(new, self.clock())
        if len(entries) > FEW and not (
            self.database.in_transaction or self.find(islice(entries, FEW))
        ):
            with suppress(StatementRefused, Refused):  # where all are new nobody need look for them
                return self._append(ids, entries, [], expected, origin)
        return self._append(ids, entries, of_ids(list(entries)), expected, origin)

    def _append(
        self,
        ids: Sequence[str],
        entries: Mapping[str, batch.Entry],
        of_known: Iterable[Query],
        expected: Expected,
        origin: str | None,
    ) -> Appended:
        """Record entries, but for those that queries find; the database refuses what they miss."""
        with self.database.writing(END, *of_known) as (ends, *found):
            head, frontier, own, noted = self._locked(ends)
            self._refuse_unexpected(expected, head)
            known = _lines(chain(*found))
            batch.refuse_conflicts(entries, known)
            fresh = {id: entries[id] for id in entries if id not in known} if known else entries
            at = dict(zip(fresh, count(head.position + 1)))
            now = max(self.clock(), head.recorded_at)
            find = self._finder(lambda name: batch.event_of(fresh[name]) if name in fresh else None)
            guards.refuse_dangling(batch.unchecked_events(fresh.values()), at, now, find)
            rows = batch.rows(fresh, head.position, now, origin or own)
            self._write(rows, batch.keys(fresh.values(), head.position, find), frontier, noted)
            self._tell(
                Line(position, at, origin, body) for position, _, _, at, origin, body, _ in rows
            )
        at |= {id: line.position for id, line in known.items()}
        return Appended(tuple(at[id] for id in ids), len(fresh))

    def replay(self, lines: Sequence[Line]) -> None:
        """Copy lines of another log to the end of this one, byte for byte."""
        with self.database.writing(END) as (ends,):
            head, frontier, _, noted = self._locked(ends)
            guards.refuse_gaps(lines, head)
            copied = [decoded(line.body) for line in lines]
            if known := self.find(event.id for event in copied):
                first, more = sorted(known)[:5], f" and {len(known) - 5} more"
                named = f"{', '.join(first)}{more if len(known) > 5 else ''}"
                raise Conflict(f"Already recorded: {named}.", candidates=sorted(known))
            withholding.note(self.database, lines, self.clock())
            rows = [_row(line, event) for line, event in zip(lines, copied, strict=True)]
            find = self._finder({event.id: event for event in copied}.get)
            placed = zip((line.position for line in lines), copied, strict=True)
            self._write(rows, references.keys(placed, find), frontier, noted)
            self._tell(lines)

    def check(self) -> int:
        """Recompute every hash and the root from the stored bytes; how many events were checked.

        Damaged names the first position whose bytes do not give what was recorded.
        """
        return checked(self.database)

    def rebuild(self) -> None:
        """Make the index by subject anew from the recorded bytes; in between others write."""
        sql = "DELETE FROM event_subject WHERE position > ? AND (position <= ? OR position > ?)"
        find, after, pace = self._finder(lambda _: None), 0, Pace()
        while records := self.read(after=after, limit=MANY):
            keys = references.keys(((each.position, each.event) for each in records), find)
            with self.database.writing():
                self.database.execute(sql, (after, records[-1].position, self.head().position))
                self._index(keys)
            after = records[-1].position
            pace.rest()

    def _rows(self, queries: Iterable[Query]) -> Iterator[Any]:
        """The rows of several queries."""
        return chain.from_iterable(self.database.execute(*each) for each in queries)

    def _bodies_like(self, pattern: str, after: int, upto: int | None) -> list[str]:
        """The texts of the events after a position that fit a pattern; others may be among them."""
        sql = "SELECT body FROM event WHERE position > ? AND position <= ? AND body LIKE ?"
        end = self.head().position if upto is None else upto
        return [body for (body,) in self.database.execute(sql, (after, end, pattern))]

    def _locked(self, ends: Rows) -> tuple[Head, merkle.Frontier, str, set[str]]:
        """The end of the log, its own origin, and the origins that are noted."""
        position, recorded_at, frontier, own, _ = ends[0]
        noted = {RELEASED, *(end[-1] for end in ends)}
        return Head(position, recorded_at), merkle.Frontier(position, frontier), own, noted

    def _write(
        self,
        rows: Sequence[batch.Row],
        keys: Sequence[Key],
        frontier: merkle.Frontier,
        noted: set[str],
    ) -> None:
        if not rows:
            return
        self.database.insert("event", EVENT_COLUMNS, rows)
        self._index(keys)
        self.database.insert("log_origin", ("position", "origin"), batch.new_origins(rows, noted))
        frontier.extend([row[-1] for row in rows])
        position, *_, recorded_at = rows[-1][:4]
        self.database.execute(
            "UPDATE log_head SET position = ?, recorded_at = ?, frontier = ?, root = ?",
            (position, recorded_at, frontier.packed, frontier.root.hex()),
        )

    def _tell(self, written: Iterable[Line]) -> None:
        if self.follower is not None and (records := [recorded(line) for line in written]):
            self.follower(records)

    def _index(self, keys: Sequence[Key]) -> None:
        self.database.insert("event_subject", ("subject", "concerns", "position"), keys)

    def _finder(self, at_hand: references.Find) -> references.Find:
        def find(id: str) -> Event | None:
            if event := at_hand(id):
                return event
            line = self.find([id]).get(id)
            body = line.body if line else withholding.unnamed(self.database, id)
            return codec.decode(body) if body else None

        return lru_cache(maxsize=None)(find)

    def _refuse_unexpected(self, expected: Expected, head: Head) -> None:
        if expected.position not in (None, head.position):
            raise Stale(f"The log ends at {head.position}, not at {expected.position}.")
        for subject, position in expected.subjects.items():
            if (last := self.last_about(subject)) != position:
                raise Stale(f"The last event about {subject} is at {last}, not at {position}.")

    def _root_at(self, position: int) -> str:
        ((end, at, root),) = self.database.execute(
            "SELECT position, recorded_at, root FROM log_head"
        )
        Head(end, at).refuse_beyond(position)
        return str(root) if position == end else self.tree.root(position).hex()

    def _origin_at(self, position: int) -> str:
        rows = self.database.execute(
            "SELECT origin FROM log_origin WHERE position <= ? ORDER BY position DESC LIMIT 1",
            (position,),
        )
        return str(rows[0][0]) if rows else RELEASED


def _lines(rows: Iterable[Any]) -> dict[str, Line]:
    return {id: Line(*row) for id, *row in rows}


def _row(line: Line, event: Event) -> batch.Row:
    """The row of a line that another log wrote."""
    key = (line.position, event.id, event.type)
    return *key, line.recorded_at, line.origin, line.body, line.leaf
