"""Stored facts: what is asked of a log, read from the rows of its read models.

Bounds choose the rows. What a statement says is read from its text only when somebody looks, and
then with that of its neighbours.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import Any

from ecosys.event import Event, Recorded, Unrecognised, event_types
from ecosys.event.event import STORED
from ecosys.event.imported_ids import is_from
from ecosys.log.log import Log, decoded
from ecosys.log.query import Filter, about
from ecosys.moment import Held, Moment
from ecosys.moment.directory import Directory
from ecosys.moment.held import Kind, Stated, Unread
from ecosys.moment.versions import Version, confirmed
from ecosys.read_models.held import (
    ALL_SOURCES,
    CANCELLED,
    ENDS,
    HIDDEN,
    ONE_SOURCE,
    OWN,
    OWN_MOVE,
    OWN_WORD,
    READING,
    RETURNED,
    SUPERSEDED,
    UNRECOGNISED,
    UNSTATED,
)
from ecosys.timeline.stored_directory import StoredDirectory
from ecosys.values import instant
from ecosys.values.hours import Hours
from ecosys.values.memory import Memory

VERSION = 1200
"""How many bytes a version needs that is kept, about; its event, once read, is kept by itself."""
PAGE_SIZE = 256
"""How many texts are read at once."""
BOUNDS = "known_from <= ? AND known_to > ? AND position_from <= ? AND position_to > ?"
"""Which rows cover a moment."""
KNOWN_BEFORE = "known_from <= ? AND position_from <= ? AND position_to > ?"
"""Which rows cover a position with the knowledge of a moment, or with less."""
COLUMNS = (
    "root, because, flags, said, last_stated, voice, position, text, id, type, recorded_at, events,"
    " valid_from, valid_to, earliest, version"
)
LIMITS = "known_from, known_to, position_from, position_to"
STATED = "SELECT version, type, name, value FROM held_1_statement JOIN held_1_series USING (series)"
"""What versions state."""


class StoredFacts:
    """What follows from a log, as its read models keep it."""

    def __init__(self, log: Log, memory: Memory) -> None:
        self._log = log
        self._memory = memory

    def held(self, moment: Moment, where: Filter, *, history: bool) -> Sequence[Held]:
        """What holds of what a filter lets through, in order of position."""
        rows = self._log.database.execute(*_query(moment, where, history=history))
        read = self._last_read(moment)
        facts = list(self._facts(rows, read))
        if moment.source is not None and self._is_imported(moment.source, moment.position):
            facts = [held for held in facts if is_from(moment.source, held.id)]
        return sorted(facts, key=lambda held: (held.because[0], len(held.because)))

    def versions(self, moment: Moment, where: Filter) -> Sequence[Version]:
        """What held with any knowledge up to a moment's, its history too, and with which it did."""
        known = moment.known_at, moment.position, moment.position
        sql, asked = _asked(moment, where, history=True)
        told = self._versions(f"{KNOWN_BEFORE}{sql}", [*known, *asked])
        reading = f"type = 'confirmed' AND asked = {READING} AND {KNOWN_BEFORE}"
        told = list(confirmed(told, self._versions(reading, known)))
        if moment.source is not None and self._is_imported(moment.source, moment.position):
            told = [each for each in told if is_from(moment.source, each.held.id)]
        return told

    def directory(self, position: int) -> Directory:
        """The subjects of the log at a position."""
        return StoredDirectory(self._log, position)

    def about_others(self) -> Sequence[Recorded]:
        """The recorded events that are about other events, ascending."""
        rows = self._log.database.execute("SELECT DISTINCT member FROM held_1_family")
        return self._log.at(position for (position,) in rows)

    def ranks(self, position: int) -> Mapping[str, int]:
        """How far each source's word counts at a position: our judgement, whenever it is known."""
        sql = (
            "SELECT source, rank FROM held_1_rank AS rank CROSS JOIN held_1 AS held"
            " WHERE held.version = rank.version AND position_from <= ? AND position_to > ?"
            " AND known_to > ? AND NOT flags & ? ORDER BY root"
        )
        given = (position, position, instant.AFTER_ALL, HIDDEN)
        return dict(self._log.database.execute(sql, given))

    def last_boundary(self, now: int) -> int:
        """The last instant within a day, not after now, at which a value changes; 0 for none."""
        execute = self._log.database.execute
        ((last,),) = execute("SELECT max(at) FROM turn_1 WHERE at <= ?", (now,))
        hours = (Hours.read(text) for (text,) in execute("SELECT hours FROM hours_1"))
        return max([last or 0, *(each.last_turn(now) for each in hours)])

    def _facts(self, rows: Sequence[tuple[Any, ...]], read: Mapping[str, int]) -> Iterator[Held]:
        """The facts of rows; those of a voice are said until it was last read as a whole."""
        for start in range(0, len(rows), PAGE_SIZE):
            page = rows[start : start + PAGE_SIZE]
            texts = _Texts(self._log, [row[6] for row in page if row[7] is None])
            stated = _Stated(self._log, [row[-1] for row in page])
            for row in page:
                root, because, flags, said, last_stated, voice = row[:6]
                if not flags & (UNSTATED | SUPERSEDED):
                    last_stated = max(last_stated, read.get(voice, 0))
                key = root, because, flags, said, last_stated
                held: Held | None = self._memory.get(key)
                if held is None:
                    held = _held(row, last_stated, texts, stated)
                    self._memory.keep(key, held, VERSION)
                yield held

    def _last_read(self, moment: Moment) -> dict[str, int]:
        """When each source was last read as a whole, as far as is known."""
        sql = "SELECT voice, max(last_stated) FROM held_1 WHERE type = 'confirmed' AND asked = ?"
        rows = self._log.database.execute(
            f"{sql} AND {BOUNDS} GROUP BY voice", [READING, *_bounds(moment)]
        )
        return dict(rows)

    def _versions(self, where: str, values: Sequence[object]) -> list[Version]:
        """The versions of the rows that fit."""
        sql = f"SELECT {COLUMNS}, {LIMITS} FROM held_1 WHERE {where}"  # noqa: S608  names of ours
        rows = self._log.database.execute(sql, values)
        facts = self._facts([row[:-4] for row in rows], {})
        return [Version(held, *row[-4:]) for held, row in zip(facts, rows, strict=True)]

    def _is_imported(self, source: str, position: int) -> bool:
        """Whether a source was read as a whole by an importer, up to a position."""
        sql = (
            "SELECT id FROM held_1 WHERE type = 'confirmed' AND asked = ? AND voice = ?"
            " AND root <= ? AND position_from = root"
        )
        rows = self._log.database.execute(sql, (READING, source, position))
        return any(is_from(source, id) for (id,) in rows)


class _Texts:
    """The texts of some events, read at once when the first of them is asked for."""

    def __init__(self, log: Log, positions: Sequence[int]) -> None:
        self._log = log
        self._positions = positions
        self._bodies: dict[int, str] = {}

    def event(self, position: int, kind: type[Event]) -> Event:
        if not self._bodies:
            self._bodies = self._log.bodies(self._positions)
        return decoded(self._bodies[position], kind)


class _Stated:
    """What some versions state, read at once when it is asked of the first of them."""

    def __init__(self, log: Log, versions: Sequence[int]) -> None:
        self._log = log
        self._versions = versions

    @cached_property
    def _all(self) -> Mapping[int, list[Stated]]:
        found: dict[int, list[Stated]] = defaultdict(list)
        given = ", ".join("?" * len(self._versions))
        sql = STATED + f" WHERE version IN ({given}) ORDER BY version, place"
        for version, type, name, value in self._log.database.execute(sql, self._versions):
            found[version].append((_series(name), _value(type, value)))
        return found

    def of(self, version: int, event: Callable[[], Event]) -> Iterable[Stated]:
        """What a version states; of one of which nothing is kept apart, its event tells."""
        return self._all.get(version) or event().statements()


@lru_cache(maxsize=2**14)
def _series(name: str) -> tuple[object, ...]:
    """The series of a name that was written as JSON."""
    return tuple(tuple(part) if isinstance(part, list) else part for part in json.loads(name))


@lru_cache(maxsize=2**8)
def _class_of(type: str) -> Kind:
    """The class of a type; if it is ours, no other is loaded for it."""
    return event_types.own(type) or event_types[type]


@lru_cache(maxsize=2**14)
def _value(type: str, text: str) -> object:
    """A value that was written as JSON."""
    model = _class_of(type).stated_model
    return json.loads(text) if model is None else model.model_validate_json(text, context=STORED)


def _query(moment: Moment, where: Filter, *, history: bool) -> tuple[str, list[object]]:
    """The query for the rows of what holds."""
    sql, parameters = _asked(moment, where, history=history)
    query = f"SELECT {COLUMNS} FROM held_1 WHERE {BOUNDS}{sql}"  # noqa: S608  names of ours
    return query, [*_bounds(moment), *parameters]


def _asked(moment: Moment, where: Filter, *, history: bool) -> tuple[str, list[object]]:
    """The condition on the rows for who asks, and for what is asked."""
    parameters: list[object] = []
    if moment.source is None:
        sql = f" AND asked & {ALL_SOURCES}"
    else:
        sql = f" AND asked & {ONE_SOURCE} AND voice = ? AND NOT flags & {UNSTATED}"
        parameters.append(moment.source)
    if not history:
        sql += f" AND NOT flags & {HIDDEN}"
    clause, values = about(where, "type")
    if where.subject is not None:
        clause = f"version IN (SELECT version FROM held_1_subject WHERE {clause})"  # noqa: S608
    return (f"{sql} AND {clause}" if clause else sql), [*parameters, *values]


def _bounds(moment: Moment) -> list[object]:
    return [moment.known_at, moment.known_at, moment.position, moment.position]


def _held(row: tuple[Any, ...], last_stated: int, texts: _Texts, stated: _Stated) -> Held:
    _, because, flags, said, _, voice, position, text, id, type, recorded_at, events, *rest = row
    start, until, earliest, version = rest
    kind = Unrecognised if flags & UNRECOGNISED else _class_of(type)
    read = partial(texts.event, position, kind) if text is None else partial(decoded, text, kind)
    return Held(
        id=id,
        content=Unread(kind, type, read, partial(stated.of, version, read)),
        start=start,
        until=until,
        ends=bool(flags & ENDS),
        earliest=earliest,
        own_word=bool(flags & OWN_WORD),
        because=(position,) if because is None else tuple(json.loads(because)),
        events=(id,) if events is None else tuple(json.loads(events)),
        position=position,
        recorded_at=recorded_at,
        known_from=said,
        voice=voice,
        own=bool(flags & OWN),
        last_stated=last_stated,
        cancelled=bool(flags & CANCELLED),
        unstated=bool(flags & UNSTATED),
        returned=bool(flags & RETURNED),
        superseded=bool(flags & SUPERSEDED),
        own_move=bool(flags & OWN_MOVE),
    )
