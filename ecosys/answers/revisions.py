"""Revisions: what was said of a subject and put right, taken back, moved or called off since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from pydantic import Field

from ecosys.event import Event
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.event.recorded import Recorded
from ecosys.events.corrected import Corrected
from ecosys.events.rescheduled import Rescheduled
from ecosys.events.retracted import Retracted
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, DayText, is_none

Revision = Corrected | Retracted | Rescheduled


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A statement that no longer stands as it was made."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    kind: str
    """corrected, retracted, moved or cancelled."""
    known: DayText
    """Since when that is known; of a mistake of ours since when the log has it."""
    what: str
    """What was said, in words."""
    channel: str
    """Where; empty: it is of no channel."""
    at: Annotated[str | None, Field(exclude_if=is_none)] = None
    """For when it was said; left out: for no date."""
    becomes: Annotated[str | None, Field(exclude_if=is_none)] = None
    """What stands instead, in words; left out: nothing does, or it reads the same."""
    why: Annotated[str | None, Field(exclude_if=is_none)] = None
    """Why, where that is said."""
    fault: Annotated[str | None, Field(exclude_if=is_none)] = None
    """Whose mistake it was: ours or the source's; left out: the world changed."""
    because: tuple[int, ...] = ()
    """Positions of the statement and of what revised it."""
    events: tuple[str, ...] = ()
    """Ids of these events."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`; only with include=sources."""


def revisions(timeline: Timeline, moment: Moment, about: str) -> Sequence[RevisionRow]:
    """What became of statements about a subject, the latest revision first.

    A revision that was itself taken back is none, nor is one of a statement that was. A mistake of
    ours is told whenever it is asked, as receipts tell it.
    """
    known = [record for record in timeline.revisions() if _is_known(record, moment)]
    undone = {record.event.event for record in known if isinstance(record.event, Retracted)}
    standing = {
        record.id: record.event
        for record in known
        if isinstance(record.event, Revision) and _stands(record.event, undone)
    }
    said = _said(timeline, moment, {event.event for event in standing.values()}, about)
    rows = [
        _row(said[event.event], record, event)
        for record in known
        if (event := standing.get(record.id)) is not None and event.event in said
    ]
    return sorted(rows, key=lambda row: (row.known, row.because), reverse=True)


def _stands(event: Revision, undone: set[str]) -> bool:
    is_of_what_stands = event.event not in undone or isinstance(event, Retracted)
    return event.id not in undone and is_of_what_stands


def _is_known(record: Recorded, moment: Moment) -> bool:
    is_ours = getattr(record.event, "fault", "") == "ours"
    return record.position <= moment.position and (is_ours or moment.knows(record))


def _said(timeline: Timeline, moment: Moment, ids: set[str], about: str) -> Mapping[str, Recorded]:
    """The statements about a subject among those of some ids."""
    own = timeline.held(moment, subject=about, history=True)
    positions = {held.because[0] for held in own if held.id in ids and about in held.subjects}
    return {record.id: record for record in timeline.at(positions)}


def _row(said: Recorded, record: Recorded, event: Revision) -> RevisionRow:
    known = record.recorded_at if getattr(event, "fault", "") == "ours" else record.known_from
    date = said.event.when
    return RevisionRow(
        kind=_kind(event),
        at=date.date if date else None,
        known=instant.day_of(known),
        what=said.event.describe(),
        channel=getattr(said.event, "channel", ""),
        becomes="; ".join(_becomes(said.event, event)) or None,
        why=event.why,
        fault=getattr(event, "fault", None),
        because=(said.position, record.position),
        events=(said.id, record.id),
    )


def _kind(event: Revision) -> str:
    if isinstance(event, Rescheduled):
        return "cancelled" if event.cancelled else "moved"
    return event.type


def _becomes(said: Event, event: Revision) -> Iterator[str]:
    """What stands instead, in words: what is said, and dates, where they are others."""
    if isinstance(event, Rescheduled):
        yield from (f"{_date(name)} {date}" for name, date in event.moved.items())
    elif isinstance(event, Corrected):
        right = event.statement
        if right.describe() != said.describe():
            yield right.describe()
        for name in said.movable_dates:
            before, after = getattr(said, name, None), getattr(right, name, None)
            if before != after:
                yield f"{_date(name)} {before or 'none'} → {after or 'none'}"


def _date(name: str) -> str:
    return "since" if name == "occurred" else name
