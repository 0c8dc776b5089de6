"""Stored held: facts made of the rows of `held`; their texts are read when somebody looks.

What a statement says is read from its text only when somebody looks, and then with that of its
neighbours.
"""

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from pydantic_core import from_json

from ecosys.event import Event, Unrecognised, event_types
from ecosys.event.event import STORED
from ecosys.log.log import Log, decoded
from ecosys.moment import Held, Moment
from ecosys.moment.held import Kind, Stated, Unread
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
from ecosys.values.memory import Memory, memoised
from ecosys.values.when import When

VERSION = 1200
"""How many bytes a version needs that is kept, about; its event, once read, is kept by itself."""
PAGE_SIZE = 256
"""How many texts are read at once."""
COLUMNS = (
    "held.root, held.because, held.flags, held.said, held.last_stated, held.voice, held.position,"
    " held.text, held.id, held.type, held.recorded_at, held.events, held.dated, held.dates,"
    " held.valid_from, held.valid_to, held.earliest, held.version"
)
"""What a fact is made of, of the table `held`."""
TEXT, VERSION_AT, WIDTH = 7, 17, 18
BOUNDS = (
    "held.known_from <= ? AND ? < held.known_to"
    " AND held.position_from <= ? AND ? < held.position_to"
)
"""Which rows cover a moment."""
STATED = (
    "SELECT version, type, name, value FROM held_3_statement AS stated"
    " CROSS JOIN held_3_voice AS voice CROSS JOIN held_3_series AS series"
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

    def facts(self, rows: Sequence[tuple[Any, ...]], read: Mapping[str, int]) -> Iterator[Held]:
        """The facts of rows that begin with `COLUMNS`.

        Those of a voice are said until it was last read as a whole.
        """
        for start in range(0, len(rows), PAGE_SIZE):
            page = rows[start : start + PAGE_SIZE]
            texts = _Texts(self._log, [row[6] for row in page if row[TEXT] is None])
            stated = _Stated(self._log, [row[VERSION_AT] for row in page])
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
    def _all(self) -> Mapping[int, Sequence[tuple[str, Hashable, str | None]]]:
        found: dict[int, list[tuple[str, Hashable, str | None]]] = defaultdict(list)
        given = ", ".join("?" * len(self._versions))
        sql = STATED + f" AND version IN ({given}) ORDER BY version, place"
        for version, type, name, value in self._log.database.execute(sql, self._versions):
            found[version].append((type, series_of(name), value))
        return found

    def of(self, version: int, content: Unread) -> Iterable[Stated]:
        """What a version states; of one of which nothing is kept apart, its event tells."""
        kept = self._all.get(version)
        if kept is None:
            return content.event.statements()
        return [(series, stated_value(type, value, content)) for type, series, value in kept]


@memoised(500)
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


@lru_cache(maxsize=2**8)
def _class_of(type: str) -> Kind:
    """The class of a type; if it is ours, no other is loaded for it."""
    return event_types.own(type) or event_types[type]


@memoised(1_000)
def _value(type: str, text: str) -> object:
    model = _class_of(type).stated_model
    return from_json(text) if model is None else model.model_validate_json(text, context=STORED)


def _held(row: tuple[Any, ...], last_stated: int, texts: _Texts, stated: _Stated) -> Held:
    _, because, flags, said, _, voice, position, text, id, type, recorded_at, events, *rest = row
    dated, dates, start, until, earliest, version, *_ = rest
    kind = Unrecognised if flags & UNRECOGNISED else _class_of(type)
    read = partial(texts.event, position, kind) if text is None else partial(decoded, text, kind)
    content = Unread(
        kind, type, read, partial(stated.of, version), partial(_date, dated, dates, start)
    )
    return Held(
        id=id,
        content=content,
        start=start,
        until=until,
        ends=bool(flags & ENDS),
        goes_on=bool(flags & GOES_ON),
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


def _date(dated: str | None, dates: str | None, start: int, name: str | None) -> When | None:
    """A date of a statement, as `held` keeps them."""
    if name is not None and name != "occurred":
        text = json.loads(dates).get(name) if dates else None
        return when.parse(text) if text else None
    if dated is None:
        return _day(start)
    return when.parse(dated) if dated else None


@memoised(300)
def _day(start: int) -> When:
    return when.parse(instant.day_of(start))
