"""Later: readings that came in before one that was made earlier, told anew from what it changes.

What the later readings said is known from the log. Where the earlier one says something else than
was thought, what they changed is told again, one after the other; how it was told first is
retracted as our fault, so that only an older position of the log still shows it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from ecosys.event import Event, Fact, Recorded
from ecosys.events.confirmed import Confirmed
from ecosys.events.corrected import Corrected
from ecosys.events.ids_matched import IdsMatched
from ecosys.events.rescheduled import Rescheduled
from ecosys.events.retracted import Retracted
from ecosys.events.unstated import Unstated
from ecosys.ingest.difference import Difference, Reading, as_wanted, difference
from ecosys.ingest.state import AFTER, REST, UNDONE, key_of, row_of, state
from ecosys.values.when import When

T = TypeVar("T")
WHY = "told without a reading that was made before and came in later"


def told_anew(
    records: Sequence[Recorded],
    added: Sequence[Event],
    found: Difference,
    reading: Reading,
    days: Sequence[When],
) -> list[Event]:
    """The events that tell readings of later days anew.

    `records` are those of the source, `added` the events of this reading, `found` what it changes.
    """
    source = reading.importer.source
    later = [day for day in days if day.start > reading.stated.start]
    rows = {row_of(name) for name in found.names}
    if not later or not rows:
        return []
    known = _of_rows(records, source, rows)
    wanted = {day: _of(as_wanted(state(known, source, day.end - 1)), rows) for day in later}
    events = list(_undone(known, reading))
    then = _recorded(known, [*added, *events])
    before = reading.stated
    for day in later:
        again = replace(reading, stated=day, before=before, suffix=f"{AFTER}{reading.stated}")
        now = _of(state(then, source, day.end - 1), rows)
        told = difference(now, wanted[day], again).events
        then = _recorded(then, told)
        events += told
        before = day
    return events


def _of(named: Mapping[str, T], rows: set[str]) -> dict[str, T]:
    """Of what stands by the names of statements that of some rows."""
    return {name: each for name, each in named.items() if row_of(name) in rows}


def _of_rows(records: Sequence[Recorded], source: str, rows: set[str]) -> list[Recorded]:
    """The records of some rows of a source, and those that name many events at once."""
    names, kept = _names(records, source), {*rows, ""}
    return [each for each in records if row_of(names.get(each.id, "")) in kept]


def _names(records: Iterable[Recorded], source: str) -> Mapping[str, str]:
    """By id the name of the statement that an event states or revises."""
    names: dict[str, str] = {}
    for record in records:
        event = record.event
        if isinstance(event, Corrected | Retracted | Rescheduled):
            names[event.id] = names.get(event.event, "")
        elif isinstance(event, Fact | IdsMatched):
            names[event.id] = key_of(source, event.id)
    return names


def _undone(known: Sequence[Recorded], reading: Reading) -> Iterator[Event]:
    """How the rows were told first of later days, retracted; what it tells of others is told on."""
    source = reading.importer.source
    names = _names(known, source)
    undone = f"{source}/{UNDONE}"
    gone = {id for each in known if each.id.startswith(undone) for id in each.event.targets}
    for record in known:
        event, day = record.event, record.event.stated
        if day is None or day.start <= reading.stated.start:
            continue
        if record.id in gone or record.id.startswith(undone):
            continue
        own = record.id.removeprefix(f"{source}/")
        others = _others(event, names)
        if names.get(record.id) or others is not None:
            key = f"{UNDONE}{own}"
            yield reading.about(key, "retracted", event=record.id, fault="ours", why=WHY)
        if others:
            then = replace(reading, stated=day, suffix=f"{AFTER}{reading.stated}")
            yield then.about(f"{REST}{own}", event.type, source=source, events=others)


def _others(event: Event, names: Mapping[str, str]) -> tuple[str, ...] | None:
    """The others that an event names beside events of the rows; None: it names none of these."""
    if not isinstance(event, Confirmed | Unstated) or not any(map(names.get, event.targets)):
        return None
    return tuple(id for id in event.targets if not names.get(id))


def _recorded(records: Sequence[Recorded], new: Iterable[Event]) -> list[Recorded]:
    """Records with events as they will be recorded."""
    last = records[-1].position if records else 0
    end = max((each.recorded_at for each in records), default=0)
    return [
        *records,
        *(
            Recorded(last + place, end, "", event, event.stated.start if event.stated else end)
            for place, event in enumerate(new, start=1)
        ),
    ]
