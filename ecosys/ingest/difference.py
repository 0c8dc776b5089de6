"""Difference: the events that lead from what a source stated to what it states on a day.

What another value means depends on the source. If a file of 1 September says 10 and one of
1 October says 8:

- A source with dates of its own says both of the same time. The first was wrong: it is corrected,
  known from 1 October. Its change of a price would have been another statement, with a date.
- A source without dates says 8 of the present. The price changed: a new event, which occurred
  `2025-09-01..2025-10-01`.
- Of an end that lay ahead the date was moved: the event is rescheduled (see `moves`).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ecosys.event import Event, Fact, codec
from ecosys.event.imported_ids import Role, safe
from ecosys.events.price_changed import NONE, PriceChanged
from ecosys.ingest.moves import moved
from ecosys.ingest.plausibility import anomaly, previous_was_wrong
from ecosys.ingest.reading import Reading, Statements
from ecosys.ingest.state import State, Stated, content
from ecosys.values.when import When

NAMED_OTHERWISE = "the source's name means another subject"
OTHERWISE = "the source states it otherwise now, of the same time"
"""Why a source is corrected."""


@dataclass(slots=True)
class Difference:
    """What a reading changes."""

    events: list[Event] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    """The names of the statements that are new or other than before."""
    names: set[str] = field(default_factory=set)
    """The same as names in ids, with those of what is not stated any more."""
    anomalies: dict[str, tuple[Event, str]] = field(default_factory=dict)
    """By name what was not believed, and why: what was known before stays."""
    previous_wrong: dict[str, str] = field(default_factory=dict)
    """By name why the previous statement is not believed any more. The new one took its place."""
    again: list[str] = field(default_factory=list)
    """The ids of events that the source had stopped stating, and states again."""


def difference(
    now: State, stated: Statements, reading: Reading, unread: Collection[str] = ()
) -> Difference:
    """The events that a reading adds to what its source stated so far.

    Nothing is known of the rows that could not be read, `unread`: what they stated stays.
    """
    changes = Difference()
    for key in stated.events:
        _compare(changes, key, now.get(safe(key)), stated, reading)
    gone = _gone(now, stated.names, {safe(key) for key in unread}, reading)
    changes.events += _ended(gone, stated.names, reading)
    changes.names = {*map(safe, changes.changed), *gone}
    if changes.again:
        changes.events.append(_naming(reading, "confirmed", Role.AGAIN, changes.again))
    return changes


def _compare(
    changes: Difference, key: str, known: Stated | None, stated: Statements, reading: Reading
) -> None:
    """Add what one statement changes."""
    name, new = safe(key), stated.events[key]
    if known is not None:
        new = _with_ended_lines(new, known.event, reading)
        if known.unstated:
            changes.again += known.ids
            changes.changed.add(key)
        if _same(known.event, new):
            return
    strange = None if reading.after else anomaly(new, known.event if known else None)
    if strange is None:
        changes.events += _events_of(name, known, new, reading)
    elif known is not None and previous_was_wrong(known.event, new, key, stated.events):
        changes.previous_wrong[key] = f"{strange}: the former is not believed"
        changes.events += _corrected(name, known, _at_the_time_of(known.event, new), reading)
    else:
        changes.anomalies[key] = new, strange
        return
    changes.changed.add(key)


def _same(known: Event, new: Event) -> bool:
    """Whether both state the same; a statement without a date says nothing of when.

    The lines of a price list are the same in any order.
    """
    before, now = _unordered(known), _unordered(new)
    if isinstance(new, Fact) and new.occurred.unknown and "occurred" in before:
        before["occurred"] = new.occurred
    return before == now


def _unordered(event: Event) -> dict[str, Any]:
    fields = content(event)
    if isinstance(event, PriceChanged):
        fields["components"] = {line.key: line for line in event.components}
    return fields


def _with(event: Event, **changes: Any) -> Event:
    """The event with other values, validated anew."""
    return codec.parse({**dict(event), **changes})


def _with_ended_lines(new: Event, known: Event, reading: Reading) -> Event:
    """Of a source without dates: a line that is listed no longer is not sold any more.

    A price list speaks only for the lines that it lists. Where the file listed input and output
    and now lists input alone, output is therefore listed as `none`.
    """
    if reading.importer.dated:
        return new
    if not (isinstance(known, PriceChanged) and isinstance(new, PriceChanged)):
        return new
    listed = {line.key for line in new.components}
    ended = [
        line.model_copy(update={"amount": NONE})
        for line in known.components
        if line.key not in listed
    ]
    return new.model_copy(update={"components": (*new.components, *ended)}) if ended else new


# What changed


def _events_of(name: str, known: Stated | None, new: Event, reading: Reading) -> list[Event]:
    """The events that lead from what was stated to what is stated now."""
    if known is None:
        return [new]
    if _about(known.event) != _about(new):
        return [new, *_replaced(name, known, new, reading)]
    if moves := _moved(known, new, reading):
        return list(_rescheduled(name, known, new, moves, reading))
    if _says_when(new, reading):
        return list(_corrected(name, known, new, reading))
    return [_since_before(new, reading)]


def _says_when(new: Event, reading: Reading) -> bool:
    """Whether the source says itself since when it is so: otherwise stated, it was wrong."""
    return isinstance(new, Fact) and (reading.importer.dated or not new.occurred.unknown)


def _since_before(new: Event, reading: Reading) -> Event:
    """Of a source without dates: what changed did so after the reading before, by this one."""
    if not isinstance(new, Fact) or reading.before is None:
        return new
    return _with(new, occurred=f"{reading.before.date}..{reading.stated.date}")


def _at_the_time_of(known: Event, new: Event) -> Event:
    """What is stated now, of the time for which something else was stated."""
    assert isinstance(known, Fact)
    return _with(new, occurred=known.occurred)


def _about(event: Event) -> tuple[object, ...]:
    place = (getattr(event, name, None) for name in ("channel", "region", "currency"))
    return (*event.subjects, *place)


def _moved(known: Stated, new: Event, reading: Reading) -> Mapping[str, When]:
    always = bool(known.moves) or not reading.importer.dated
    return moved(known.event, new, read=reading.stated, always=always)


def _rescheduled(
    name: str, known: Stated, new: Event, moves: Mapping[str, When], reading: Reading
) -> Iterator[Event]:
    """Dates were moved; what else is stated otherwise was wrong."""
    if content(known.event.model_copy(update=dict(moves))) != content(new):
        yield _restated(name, known, new, reading)
    moved = {"event": known.ids[-1], **moves}
    yield reading.about("rescheduled", moved, name, Role.MOVED)


def _corrected(name: str, known: Stated, new: Event, reading: Reading) -> Iterator[Event]:
    """The source was wrong; moves of what it states now count no longer."""
    for number, id in enumerate(known.moves):
        reason = {"event": id, "fault": "source", "why": OTHERWISE}
        yield reading.about("retracted", reason, name, Role.NO_LONGER_MOVED, number)
    yield _restated(name, known, new, reading)


def _restated(name: str, known: Stated, new: Event, reading: Reading) -> Event:
    wrong = known.ids[-1]
    right = new.model_copy(update={"id": wrong})
    fields = {"event": wrong, "statement": right, "fault": "source", "why": OTHERWISE}
    return reading.about("corrected", fields, name)


def _replaced(name: str, known: Stated, new: Event, reading: Reading) -> Iterator[Event]:
    """Retractions of what was stated of other subjects: no correction can change these.

    Where a statement is about one subject, we took its name for another one's, or its amounts for
    another currency's: that was never said.
    Where it is about several, as the parties of a tie, the source names others now: it was wrong.
    """
    ours = len(known.event.subjects) == len(new.subjects) == 1
    same = known.event.subjects == new.subjects
    meant = "it was read of another currency or place" if same else NAMED_OTHERWISE
    why = meant if ours else OTHERWISE
    for number, id in enumerate(known.ids):
        reason = {"event": id, "fault": "ours" if ours else "source", "why": why}
        yield reading.about("retracted", reason, name, Role.RENAMED, number)


# What is stated no longer


def _gone(now: State, names: Collection[str], unread: Collection[str], reading: Reading) -> State:
    """What is not stated any more, as far as that is known; what its names mean stays so."""
    return {
        name: each
        for name, each in now.items()
        if name not in names and not each.unstated
        if reading.importer.row_of(name) not in unread and not name.startswith(Role.NAMES)
    }


def _ended(gone: State, names: Collection[str], reading: Reading) -> Iterator[Event]:
    """What is no longer stated: rows that are gone, and parts of rows that were withdrawn."""
    rows = set(map(reading.importer.row_of, names))
    silent: list[str] = []
    for name, each in gone.items():
        row = reading.importer.row_of(name)
        if reading.importer.dated and row != name and row in rows:
            yield from _withdrawn(name, each, reading)
        else:
            silent += each.ids
    if silent:
        yield _naming(reading, "unstated", Role.GONE, silent)


def _withdrawn(name: str, each: Stated, reading: Reading) -> Iterator[Event]:
    """A part of a row is gone: what lay ahead was called off, what had begun was wrong.

    A file of 1 October lists a price from 1 January on, one of 1 November lists it no longer: it
    was called off. If the price had begun on 1 June, it was never charged: it is retracted.
    """
    start = each.event.when.start if each.event.when else 0
    for number, id in enumerate(each.ids):
        own = f"{name}~{number}" if number else name
        if reading.stated.start < start:
            yield reading.about("rescheduled", {"event": id, "cancelled": True}, own)
        else:
            why = "the source states no longer that it changed then"
            reason = {"event": id, "fault": "source", "why": why}
            yield reading.about("retracted", reason, own)


def _naming(reading: Reading, type: str, role: Role, ids: list[str]) -> Event:
    """An event about many."""
    return reading.about(type, {"source": reading.importer.source, "events": ids}, role=role)
