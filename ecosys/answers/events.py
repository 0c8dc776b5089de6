"""Events as CloudEvents 1.0, by position."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Annotated, Any, ClassVar

from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.selection import ALL, Selection
from ecosys.errors import NotFound
from ecosys.event import Recorded, as_recorded, codec
from ecosys.log.query import Filter
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, InstantText, is_none

BATCH = 500
"""How many records are read at once."""


@dataclass(frozen=True, slots=True)
class CloudEvent:
    """A recorded event in the envelope of CloudEvents 1.0."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    specversion: str
    """The version of CloudEvents."""
    id: str
    """The event's id."""
    source: str
    """The log that recorded it first, as a URI."""
    type: str
    """The type of event."""
    sequence: str
    """Its position, in twenty digits that sort as text."""
    position: int
    """Its position in this log."""
    recordedtime: InstantText
    """When this log took it."""
    datacontenttype: str
    """The form of the data."""
    data: Mapping[str, Any]
    """The event as it is stored; defaults are left out. Its shape follows from `type`: where that
    is known, the schema of this name."""
    subject: Annotated[str | None, Field(exclude_if=is_none)] = None
    """What it is about first."""
    time: Annotated[InstantText | None, Field(exclude_if=is_none)] = None
    """Valid time: the first instant of the interval in which it occurred; left out: unknown."""
    statedtime: Annotated[InstantText | None, Field(exclude_if=is_none)] = None
    """Knowledge time: the first instant at which it counts as known."""


def recorded_moment(timeline: Timeline, position: int | None = None) -> Moment:
    """The moment at which a position was recorded; the log alone is asked at no other."""
    moment = timeline.moment(position=position)
    return replace(moment, as_of=moment.known_at, pinned=position is not None)


def events_after(
    timeline: Timeline, moment: Moment, after: int, limit: int, wanted: Selection = ALL
) -> Answer[CloudEvent]:
    """Recorded events after a position, ascending, at most `limit`.

    A full page of them is settled: it is the same however far the log goes on, so it is answered
    at the position of its last event, unless another one was asked for.
    """
    records = selected(timeline, moment, wanted, after)
    page = list(islice(records, limit))
    is_last = len(page) < limit or next(records, None) is None
    rows = [envelope(record) for record in page]
    if is_last:
        return Answer(rows, CloudEvent, poll={"after": max(after, moment.position)})
    last = page[-1].position
    is_settled = not moment.pinned and _are_exact(timeline, moment, wanted.subjects)
    settled_at = recorded_moment(timeline, last) if is_settled else None
    return Answer(rows, CloudEvent, next_after=last, settled_at=settled_at)


def _are_exact(timeline: Timeline, moment: Moment, names: Iterable[str]) -> bool:
    """Whether names are subjects themselves: another one may come to mean something else."""
    return all(timeline.resolve(name, moment).how == "exact" for name in names)


def selected(
    timeline: Timeline, moment: Moment, wanted: Selection, after: int = 0
) -> Iterator[Recorded]:
    """The records of a selection after a position, ascending, read as they are needed."""
    subjects = [timeline.resolve(name, moment).subject for name in wanted.subjects]
    filters = [
        Filter((), subject, own_types=wanted.types) for subject in dict.fromkeys(subjects) or [None]
    ]
    streams = [_records(timeline, where, after, moment.position) for where in filters]
    last = after
    for record in merge(*streams, key=attrgetter("position")):
        if record.position > last and wanted.takes(record):
            yield record
        last = record.position


def _records(timeline: Timeline, where: Filter, after: int, upto: int) -> Iterator[Recorded]:
    while batch := timeline.log.read(where, after=after, upto=upto, limit=BATCH):
        yield from batch
        after = batch[-1].position


def event(timeline: Timeline, id: str, upto: int | None = None) -> CloudEvent:
    """One event by its id; NotFound, where there is none, or none up to a position."""
    line = timeline.log.find([id]).get(id)
    if line is None:
        raise NotFound(f"There is no event {id}.")
    if upto is not None and line.position > upto:
        raise NotFound(f"Event {id} is recorded at position {line.position}, after that.")
    read = codec.decode(line.body)
    return envelope(as_recorded(line.position, line.recorded_at, line.origin, read))


def envelope(record: Recorded) -> CloudEvent:
    """A recorded event as a CloudEvent."""
    read = record.event
    when = read.when
    return CloudEvent(
        specversion="1.0",
        id=read.id,
        source=f"urn:ecosys:log:{record.origin}",
        type=read.type,
        sequence=f"{record.position:020d}",
        position=record.position,
        recordedtime=instant.to_text(record.recorded_at),
        datacontenttype="application/json",
        data=codec.plain(read),
        subject=read.subjects[0] if read.subjects else None,
        time=instant.to_text(when.start) if when and not when.unknown else None,
        statedtime=instant.to_text(record.known_from),
    )
