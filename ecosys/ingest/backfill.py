"""Backfill: a file of an earlier day comes in after files of later days.

What the later files said is known from the log, but what they changed was told without the earlier
one. Say a source without dates said 10 on 1 September and 8 on 1 November; the log holds a price of
8 since `2025-09-01..2025-11-01`. Then the file of 1 October comes in, and it says 8 too:

1. The file of 1 October adds a price of 8 since `2025-09-01..2025-10-01`.
2. The event of 1 November is retracted as our fault. It is gone for every `known_at`; only an older
   position of the log still shows it.
3. The file of 1 November is replayed over what is known now. It says 8, and 8 is known: it adds
   nothing. Had it said 6, it would add that, with an id that ends `~after-2025-10-01@2025-11-01`.

Only the rows that the earlier file changes are replayed. An event may name many rows at once, as
one that lists all that is gone. It is retracted whole, and what it told of the others told again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from ecosys.event import Event, Recorded
from ecosys.event.imported_ids import ImportedId, Role
from ecosys.events.confirmed import Confirmed
from ecosys.events.unstated import Unstated
from ecosys.importer import Importer
from ecosys.ingest.difference import Difference, difference
from ecosys.ingest.reading import Reading
from ecosys.ingest.state import as_read, state
from ecosys.values.when import When

T = TypeVar("T")
Names = Mapping[str, str]
"""By the id of an event the name of the statement that it makes or revises; empty: of another."""
WHY = "told without a reading that was made before and came in later"


def replay_later_readings(
    records: Sequence[Recorded],
    added: Sequence[Event],
    changes: Difference,
    reading: Reading,
    days: Sequence[When],
) -> list[Event]:
    """The events that tell anew what readings of later days changed.

    `records` are those of the source, `added` the events of this reading, `changes` what it
    changes, and `days` all days on which the source was read.
    """
    importer = reading.importer
    later = [day for day in days if day.start > reading.stated.start]
    rows = {importer.row_of(name) for name in changes.names}
    if not later or not rows:
        return []
    known = _of_rows(records, importer, rows)
    files = {
        day: _only(as_read(state(known, importer.source, day.end - 1)), importer, rows)
        for day in later
    }
    events = list(_undone(known, reading))
    log = _appended(known, [*added, *events])
    before = reading.stated
    for day in later:
        replayed = replace(reading, stated=day, before=before, after=reading.stated)
        now = _only(state(log, importer.source, day.end - 1), importer, rows)
        replay = difference(now, replayed.statements(files[day]), replayed).events
        log = _appended(log, replay)
        events += replay
        before = day
    return events


def _only(by_name: Mapping[str, T], importer: Importer, rows: set[str]) -> dict[str, T]:
    """Of what stands by the names of statements that of some rows."""
    return {name: each for name, each in by_name.items() if importer.row_of(name) in rows}


def _of_rows(records: Sequence[Recorded], importer: Importer, rows: set[str]) -> list[Recorded]:
    """The records of some rows of a source, and those that name many events at once."""
    names = _names(records)
    return [
        each
        for each in records
        if (name := names.get(each.id, "")) == "" or importer.row_of(name) in rows
    ]


def _names(records: Iterable[Recorded]) -> Names:
    """The names of the statements that events make or revise."""
    names: dict[str, str] = {}
    for record in records:
        id = ImportedId.parse(record.id)
        if id is None or not (id.role is Role.UNDONE or id.statement is not None):
            continue
        targets = record.event.targets
        names[record.id] = names.get(targets[0], "") if targets else id.statement or ""
    return names


def _undone(known: Sequence[Recorded], reading: Reading) -> Iterator[Event]:
    """Retractions of what was told of the rows on later days.

    What such an event told of other rows is told again.
    """
    names = _names(known)
    undone = [each for each in known if _is_undoing(each.id)]
    gone = {id for each in undone for id in each.event.targets} | {each.id for each in undone}
    for record in known:
        event, day = record.event, record.event.stated
        if day is None or day.start <= reading.stated.start or record.id in gone:
            continue
        own = record.id.removeprefix(f"{reading.importer.source}/")
        others = _others(event, names)
        if names.get(record.id) or others is not None:
            reason = {"event": record.id, "fault": "ours", "why": WHY}
            yield reading.about("retracted", reason, own, Role.UNDONE)
        if others:
            replayed = replace(reading, stated=day, after=reading.stated)
            named = {"source": reading.importer.source, "events": others}
            yield replayed.about(event.type, named, own, Role.REST)


def _is_undoing(id: str) -> bool:
    parsed = ImportedId.parse(id)
    return parsed is not None and parsed.role is Role.UNDONE


def _others(event: Event, names: Names) -> tuple[str, ...] | None:
    """The others that an event names beside events of the rows; None: it names none of these."""
    if not isinstance(event, Confirmed | Unstated) or not any(map(names.get, event.targets)):
        return None
    return tuple(id for id in event.targets if not names.get(id))


def _appended(records: Sequence[Recorded], new: Iterable[Event]) -> list[Recorded]:
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
