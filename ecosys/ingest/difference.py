"""Difference: the events that lead from what a source stated to what it states on a day."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from ecosys.errors import InvalidInput
from ecosys.event import Event, Fact, codec
from ecosys.events.price_changed import NONE, Component, PriceChanged
from ecosys.importer import Fields, Importer
from ecosys.ingest.moves import moved
from ecosys.ingest.plausibility import doubt, was_slip
from ecosys.ingest.state import (
    AGAIN,
    GONE,
    MOVED,
    OWN_NAMES,
    State,
    Stated,
    content,
    event_id,
    row_of,
    safe,
)
from ecosys.values.when import When

Wanted = Mapping[str, Fields]
"""What a source states on a day, by the name of the statement."""
OTHERWISE = "the source states it otherwise now, of the same time"
"""Why a source is corrected."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a source."""

    importer: Importer
    stated: When
    """The day."""
    sources: tuple[Mapping[str, Any], ...]
    """Where it was read, as the events say it."""
    before: When | None = None
    """The day of the reading before."""
    suffix: str = ""
    """What keeps apart the ids of what is told anew because an earlier reading came in later."""

    def id(self, key: str) -> str:
        """The id of what is stated of something."""
        return event_id(self.importer.source, f"{key}{self.suffix}", self.stated)

    def event(self, key: str, fields: Fields) -> Event:
        """What the source states, as an event of this reading."""
        return codec.parse({**self.said, **fields, "id": self.id(key)}, key)

    def about(self, key: str, type: str, **fields: Any) -> Event:
        """An event about others of the source's."""
        return codec.parse({**self.said, "type": type, "id": self.id(key), **fields}, key)

    @property
    def said(self) -> Mapping[str, Any]:
        """Who states it, when and where."""
        return {
            "stated": self.stated,
            "stated_basis": "snapshot",
            "voice": self.importer.source,
            "sources": self.sources,
        }


@dataclass(slots=True)
class Difference:
    """What a reading changes."""

    events: list[Event] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    """The names of the statements that are new or other than before."""
    names: set[str] = field(default_factory=set)
    """The same as names in ids, with those of what is not stated any more."""
    doubted: dict[str, tuple[Event | None, str]] = field(default_factory=dict)
    """By name what was not believed, and why: what was known before stays."""
    slips: dict[str, str] = field(default_factory=dict)
    """By name why what was known before is not believed any more: what is stated now was right."""


def difference(
    now: State, wanted: Wanted, reading: Reading, unread: Collection[str] = ()
) -> Difference:
    """The events that a reading adds to what its source stated so far.

    Of rows that could not be read, `unread`, nothing is known: what they stated stays.
    """
    found = Difference()
    again: list[str] = []
    for key, fields in wanted.items():
        name = safe(key)
        known = now.get(name)
        try:
            new = reading.event(name, _with_ended(fields, known, reading))
        except (InvalidInput, ValidationError) as problem:
            found.doubted[key] = None, str(problem)[:500]
            continue
        if known is not None and known.unstated:
            again += known.ids
            found.changed.add(key)
        if known is not None and _same(known, new):
            continue
        why = None if reading.suffix else doubt(new, known.event if known else None)
        if why is None:
            found.events += _changes(name, known, new, reading)
        elif known is not None and was_slip(known.event, new, key, wanted):
            found.slips[key] = f"{why}: the former is not believed"
            found.events += _corrected(name, known, _as_of(known, new), reading)
        else:
            found.doubted[key] = new, why
            continue
        found.changed.add(key)
    gone = _gone(now, wanted, unread)
    found.events += _ended(gone, map(safe, wanted), reading)
    found.names = {*map(safe, found.changed), *gone}
    if again:
        found.events.append(_named(reading, AGAIN, "confirmed", again))
    return found


def _gone(now: State, wanted: Wanted, unread: Collection[str]) -> State:
    """What is not stated any more, as far as that is known; what its names mean stays so."""
    names, kept = {safe(key) for key in wanted}, {safe(key) for key in unread}
    return {
        name: each
        for name, each in now.items()
        if name not in names and row_of(name) not in kept and not each.unstated
        if not name.startswith(OWN_NAMES)
    }


def _says_when(new: Event, reading: Reading) -> bool:
    """Whether the source says itself since when it is so: otherwise stated, it was wrong."""
    return isinstance(new, Fact) and (reading.importer.dated or not new.when.unknown)


def _same(known: Stated, new: Event) -> bool:
    """Whether a statement is the one known; without a date it says nothing of when."""
    before, now = known.content, content(new)
    if now.get("occurred") == "unknown":
        before = {**before, "occurred": "unknown"}
    return before == now


def _with_ended(fields: Fields, known: Stated | None, reading: Reading) -> Fields:
    """Of a source without dates: a line that is listed no longer is not sold any more.

    A statement speaks only for the lines that it lists, so the line is listed as none.
    """
    if known is None or reading.importer.dated or not isinstance(known.event, PriceChanged):
        return fields
    listed = {Component.model_validate(line).key for line in fields["components"]}
    ended = [
        {**line.model_dump(mode="json", exclude_defaults=True), "amount": NONE}
        for line in known.event.components
        if line.key not in listed
    ]
    return {**fields, "components": [*fields["components"], *ended]} if ended else fields


def _since_before(new: Event, reading: Reading) -> Event:
    """Of a source without dates: what changed did so after the reading before, by this one."""
    if not isinstance(new, Fact) or reading.before is None:
        return new
    occurred = f"{reading.before.date}..{reading.stated.date}"
    return codec.parse({**codec.plain(new), "occurred": occurred})


def _as_of(known: Stated, new: Event) -> Event:
    """What is stated now of the time for which something else was stated."""
    return codec.parse({**codec.plain(new), "occurred": known.content["occurred"]})


def _changes(name: str, known: Stated | None, new: Event, reading: Reading) -> list[Event]:
    """The events that lead from what was stated to what is stated now."""
    if known is None:
        return [new]
    if _about(known.event) != _about(new):
        return [new, *_renamed(name, known, reading)]
    if moves := _moved(known, new, reading):
        return list(_rescheduled(name, known, new, moves, reading))
    if _says_when(new, reading):
        return list(_corrected(name, known, new, reading))
    return [_since_before(new, reading)]


def _about(event: Event) -> tuple[object, ...]:
    return (*event.subjects, getattr(event, "channel", None))


def _moved(known: Stated, new: Event, reading: Reading) -> Mapping[str, When]:
    always = bool(known.moves) or not reading.importer.dated
    return moved(known.event, new, read=reading.stated, always=always)


def _rescheduled(
    name: str, known: Stated, new: Event, moves: Mapping[str, When], reading: Reading
) -> Iterator[Event]:
    """Dates were moved; what else is stated otherwise was wrong."""
    as_moved = known.event.model_copy(update=dict(moves))
    if content(as_moved) != content(new):
        yield _restated(name, known, new, reading)
    yield reading.about(f"{name}{MOVED}", "rescheduled", event=known.ids[-1], **moves)


def _corrected(name: str, known: Stated, new: Event, reading: Reading) -> Iterator[Event]:
    """The source was wrong; moves of what it states now count no longer."""
    for number, id in enumerate(known.moves):
        key = f"{name}{MOVED}-no-longer-{number}"
        yield reading.about(key, "retracted", event=id, fault="source", why=OTHERWISE)
    yield _restated(name, known, new, reading)


def _restated(name: str, known: Stated, new: Event, reading: Reading) -> Event:
    right = {**codec.plain(new), "id": known.ids[-1]}
    return reading.about(
        name, "corrected", event=known.ids[-1], statement=right, fault="source", why=OTHERWISE
    )


def _renamed(name: str, known: Stated, reading: Reading) -> Iterator[Event]:
    """We took its name for another subject's: what it stated was never said of that one."""
    for number, id in enumerate(known.ids):
        key = f"{name}~renamed-{number}"
        why = "the source's name means another subject"
        yield reading.about(key, "retracted", event=id, fault="ours", why=why)


def _ended(gone: State, names: Iterable[str], reading: Reading) -> Iterator[Event]:
    """What is no longer stated: rows that are gone, and parts of rows that were withdrawn."""
    rows = {row_of(name) for name in names}
    silent: list[str] = []
    for name, each in gone.items():
        part_of = row_of(name)
        if reading.importer.dated and part_of != name and part_of in rows:
            yield from _withdrawn(name, each, reading)
        else:
            silent += each.ids
    if silent:
        yield _named(reading, GONE, "unstated", silent)


def _withdrawn(name: str, each: Stated, reading: Reading) -> Iterator[Event]:
    start = each.event.when.start if each.event.when else 0
    for number, id in enumerate(each.ids):
        key = f"{name}~{number}" if number else name
        if reading.stated.start < start:
            yield reading.about(key, "rescheduled", event=id, cancelled=True)
        else:
            why = "the source states no longer that it changed then"
            yield reading.about(key, "retracted", event=id, fault="source", why=why)


def _named(reading: Reading, key: str, type: str, ids: list[str]) -> Event:
    return reading.about(key, type, source=reading.importer.source, events=ids)


def as_wanted(state: State) -> Wanted:
    """What a source states, as it was read: since when it was so we told by its readings."""
    return {
        name: {**each.content, **({"occurred": "unknown"} if _between(each.event) else {})}
        for name, each in state.items()
        if not each.unstated
    }


def _between(event: Event) -> bool:
    return isinstance(event, Fact) and ".." in event.occurred
