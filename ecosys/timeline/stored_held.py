"""Stored held: facts made of the rows of `held`; their texts are read when somebody looks.

What a statement says is read from its text only when somebody looks, and then with that of its
neighbours.
"""

from array import array
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from sys import getsizeof
from typing import Any

from pydantic_core import from_json

from ecosys.event import Event, Unrecognised, event_types
from ecosys.event.event import STORED
from ecosys.log.decoding import decoded
from ecosys.log.log import Log
from ecosys.moment import Held, Moment
from ecosys.moment.held import Kind, Stated, Unread, date_of
from ecosys.read_models.held import (
    CANCELLED,
    ENDS,
    GOES_ON,
    OWN,
    OWN_MOVE,
    OWN_WORD,
    RETURNED,
    SUPERSEDED,
    UNRECOGNISED,
    UNSTATED,
)
from ecosys.values import instant, when
from ecosys.values.cached import cached_property
from ecosys.values.memory import ROOM, Memory, memoised
from ecosys.values.when import When

VERSION = 1200
"""How many bytes a version needs that is kept, about; its event, once read, is kept by itself."""
PAGE_SIZE = 256
"""How many texts are read at once."""
ITEM = 200
"""How many bytes a text needs besides itself, about."""
COLUMNS = (
    "held.root, held.because, held.flags, held.said, held.last_stated, held.voice, held.position,"
    " held.text, held.id, held.type, held.recorded_at, held.events, held.dated, held.dates,"
    " held.valid_from, held.valid_to, held.earliest, held.version, held.fields"
)
"""What a fact is made of, of the table `held`."""
POSITION_AT, TEXT, TYPE_AT, VERSION_AT, FIELDS_AT, WIDTH = 6, 7, 9, 17, 18, 19
DATED_AT, DATES_AT, START_AT = 12, 13, 14
"""Where something stands in a row, and how many columns there are."""
Row = tuple[Any, ...]
"""What was read of a version: `COLUMNS`, and what else was asked for."""
BOUNDS = (
    "held.known_from <= ? AND ? < held.known_to"
    " AND held.position_from <= ? AND ? < held.position_to"
)
"""Which rows cover a moment."""
STATED = (
    "SELECT version, type, name, value FROM held_5_statement AS stated"
    " CROSS JOIN held_5_voice AS voice CROSS JOIN held_5_series AS series"
    " WHERE voice.number = stated.said_by AND series.series = voice.series"
)
"""What versions state."""


def bounds(moment: Moment) -> list[object]:
    """What is given to `BOUNDS`.

    >>> bounds(Moment(as_of=3, known_at=2, position=1))
    [2, 2, 1, 1]
    """
    return [moment.known_at, moment.known_at, moment.position, moment.position]


class StoredHeld:
    """Makes facts of rows; those that were made before are kept."""

    def __init__(self, log: Log, memory: Memory) -> None:
        self._log = log
        self._memory = memory

    def facts(self, rows: Sequence[Row], read: Mapping[str, int]) -> Iterator[Held]:
        """The facts of rows that begin with `COLUMNS`.

        Those of a voice are said until it was last read as a whole.
        """
        for start in range(0, len(rows), PAGE_SIZE):
            yield from self._facts(rows[start : start + PAGE_SIZE], read)

    def _facts(self, rows: Sequence[Row], read: Mapping[str, int]) -> Iterable[Held]:
        page = _Page(self._log, self._memory)
        facts: list[Held] = []
        new: dict[Hashable, Held] = {}
        for row in rows:
            root, because, flags, said, last_stated, voice = row[:6]
            if read and not flags & (UNSTATED | SUPERSEDED):
                last_stated = max(last_stated, read.get(voice, 0))
            key = root, because, flags, said, last_stated
            held: Held | None = self._memory.get(key) or new.get(key)
            if held is None:
                new[key] = held = _held(row, last_stated, page)
                page.add(row)
            facts.append(held)
        for each, made in new.items():  # nobody finds one before its page is whole
            self._memory.keep(each, made, VERSION)
        return facts


class _Page:
    """Some rows: of what is not in them, that of all is read when that of one is asked for.

    Nothing of it stays as long as one of the rows is asked for: texts are kept by themselves, of
    the rest each row takes what is its own.
    """

    def __init__(self, log: Log, memory: Memory) -> None:
        self._log = log
        self._memory = memory
        self._positions = array("q")
        self._versions = array("q")

    def add(self, row: Row) -> None:
        """Take one row more."""
        self._versions.append(row[VERSION_AT])
        if row[TEXT] is None:
            self._positions.append(row[POSITION_AT])

    def texts(self) -> Mapping[int, str]:
        """The texts of the events that stand at the positions of rows."""
        return self._memory.once(
            ("texts", self), lambda: self._log.bodies(self._positions), _size_of
        )

    def words(self) -> Mapping[int, str]:
        """What versions state, in a line for people."""
        return self._memory.once(("words", self), self._read_words, _size_of)

    def _read_words(self) -> Mapping[int, str]:
        given = ", ".join("?" * len(self._versions))
        sql = f"SELECT version, words FROM held_5 WHERE version IN ({given})"  # noqa: S608
        return dict(self._log.database.execute(sql, list(self._versions)))

    @cached_property
    def stated(self) -> dict[int, Sequence[tuple[str, Hashable, str | None]]]:
        """What versions state, as (type, series, value), as far as it is kept apart."""
        found: dict[int, list[tuple[str, Hashable, str | None]]] = {}
        given = ", ".join("?" * len(self._versions))
        sql = STATED + f" AND version IN ({given}) ORDER BY version, place"
        for version, type, name, value in self._log.database.execute(sql, list(self._versions)):
            found.setdefault(version, []).append((type, series_of(name), value))
        return dict(found)

    @cached_property
    def subjects(self) -> dict[int, Sequence[str]]:
        """What versions are about, each in the order in which it names that."""
        found: dict[int, list[str]] = {}
        given = ", ".join("?" * len(self._versions))
        sql = (
            f"SELECT version, subject FROM held_5_subject WHERE version IN ({given})"  # noqa: S608
            " ORDER BY version, place"
        )
        for version, subject in self._log.database.execute(sql, list(self._versions)):
            found.setdefault(version, []).append(subject)
        return dict(found)


def _size_of(texts: Mapping[int, str]) -> int:
    return sum(ITEM + getsizeof(text) for text in texts.values())


class _StoredStatement(Unread):
    """The statement of a row."""

    __slots__ = ("_moved", "_page", "_row", "_stated", "_subjects")

    def __init__(self, kind: Kind, row: Row, page: _Page) -> None:
        super().__init__(kind, row[TYPE_AT])
        self._row = row
        self._page = page
        self._moved: Mapping[str, When] | None = None
        self._subjects: Sequence[str] | None = None
        self._stated: Sequence[tuple[str, Hashable, str | None]] | None = None

    def read(self) -> Event:
        text = self._row[TEXT]
        if text is None:
            text = self._page.texts()[self._row[POSITION_AT]]
        return decoded(text, self.kind)

    def date(self, name: str | None = None) -> When | None:
        if name is None or name == "occurred":
            dated = self._row[DATED_AT]
            if dated is None:
                return _day(self._row[START_AT])
            return when.parse(dated) if dated else None
        if name not in self.kind.movable_dates and name not in self.kind.conflict_dates:
            return date_of(self.event, name)
        if self._moved is None:
            dates = from_json(self._row[DATES_AT] or "{}")
            self._moved = {each: when.parse(text) for each, text in dates.items()}
        return self._moved.get(name)

    def field(self, name: str) -> Any:
        if name not in self.kind.kept_apart:
            return getattr(self.event, name)
        return _fields(self.kind, self._row[FIELDS_AT])[name]

    def subjects(self) -> Sequence[str]:
        if self._subjects is None:
            self._take("_subjects", self._page.subjects)
        return self._subjects or ()

    def describe(self) -> str:
        return self._page.words()[self._row[VERSION_AT]]

    def stated(self) -> Iterable[Stated]:
        """What it states; where nothing of it is kept apart, its event tells."""
        if self._stated is None:
            self._take("_stated", self._page.stated)
        if not self._stated:
            return () if self.kind.statements is Event.statements else self.event.statements()
        return [(series, stated_value(type, value, self)) for type, series, value in self._stated]

    def _take(self, slot: str, of_page: dict[int, Any]) -> None:
        """Keep what is this row's own, which its page then keeps no longer; () where that is none.

        It is kept before it is taken away: another thread finds it in one place or the other.
        """
        version = self._row[VERSION_AT]
        own = of_page.get(version)
        if own is not None:
            setattr(self, slot, own)
            of_page.pop(version, None)
        elif getattr(self, slot) is None:
            setattr(self, slot, ())


@memoised(500, room=8 * ROOM)
def series_of(name: str) -> tuple[object, ...]:
    """The series of a name that was written as JSON.

    >>> series_of('["acme/m","first_party",["input","text"]]')
    ('acme/m', 'first_party', ('input', 'text'))
    """
    return tuple([tuple(part) if isinstance(part, list) else part for part in from_json(name)])


def stated_value(type: str, text: str | None, content: Event | Unread) -> object:
    """A value that was written as JSON; the statement itself where it has no text of its own.

    >>> stated_value("described", '"MIT"', None)
    'MIT'
    """
    return content if text is None else _value(type, text)


@memoised(500)
def _fields(kind: Kind, text: str | None) -> Mapping[str, Any]:
    """The fields that are kept apart, by their names; those not given are as by default."""
    defaults = {name: kind.model_fields[name].default for name in kind.kept_apart}
    return defaults if text is None else defaults | from_json(text)


@lru_cache(maxsize=2**8)
def _class_of(type: str) -> Kind:
    """The class of a type; if it is ours, no other is loaded for it."""
    return event_types.own(type) or event_types[type]


@memoised(1_000, room=3 * ROOM)
def _value(type: str, text: str) -> object:
    model = _class_of(type).stated_model
    return from_json(text) if model is None else model.model_validate_json(text, context=STORED)


def _held(row: Row, last_stated: int, page: _Page) -> Held:
    _, because, flags, said, _, voice, position, _, id, type, recorded_at, events, *rest = row
    _, _, start, until, earliest, *_ = rest
    kind = Unrecognised if flags & UNRECOGNISED else _class_of(type)
    return Held(  # in the order of its fields: to name them takes as long again
        id,
        _StoredStatement(kind, row, page),
        start,
        until,
        bool(flags & ENDS),
        bool(flags & GOES_ON),
        earliest,
        bool(flags & OWN_WORD),
        (position,) if because is None else tuple(from_json(because)),
        (id,) if events is None else tuple(from_json(events)),
        position,
        recorded_at,
        said,
        voice,
        bool(flags & OWN),
        last_stated,
        bool(flags & CANCELLED),
        bool(flags & UNSTATED),
        bool(flags & RETURNED),
        bool(flags & SUPERSEDED),
        bool(flags & OWN_MOVE),
    )


@memoised(300)
def _day(start: int) -> When:
    return when.parse(instant.day_of(start))
