"""Events as CloudEvents 1.0, by position."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar

from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.errors import InvalidInput, NotFound
from ecosys.event import Recorded, Unrecognised, as_recorded, codec, event_types
from ecosys.log.query import Filter
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, is_none
from ecosys.values.words import suggest


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
    recordedtime: str
    """When this log took it."""
    datacontenttype: str
    """The form of the data."""
    data: Mapping[str, Any]
    """The event as it is stored; defaults are left out."""
    subject: Annotated[str | None, Field(exclude_if=is_none)] = None
    """What it is about first."""
    time: Annotated[str | None, Field(exclude_if=is_none)] = None
    """Valid time: the first instant of the interval in which it occurred; left out: unknown."""
    statedtime: Annotated[str | None, Field(exclude_if=is_none)] = None
    """Knowledge time: the first instant at which it counts as known."""


def recorded_moment(timeline: Timeline, position: int | None = None) -> Moment:
    """The moment at which a position was recorded; the log alone is asked at no other."""
    moment = timeline.moment(position=position)
    return replace(moment, as_of=moment.known_at, pinned=position is not None)


def events_after(
    timeline: Timeline,
    moment: Moment,
    after: int,
    limit: int,
    type: str | None = None,
    subject: str | None = None,
) -> Answer[CloudEvent]:
    """Recorded events after a position, ascending, at most `limit`; `type` is the event's own."""
    if type is not None and type not in event_types:
        raise InvalidInput(f"{type} is not an event type.", hint=suggest(type, event_types))
    about = timeline.resolve(subject, moment).subject if subject is not None else None
    records: list[Recorded] = []
    at = after
    while len(records) <= limit:  # one more tells whether the page is the last
        batch = timeline.log.read(
            Filter((), about), after=at, upto=moment.position, limit=max(limit, 500)
        )
        if not batch:
            break
        at = batch[-1].position
        records += (record for record in batch if type in (None, record.event.type))
    page = records[:limit]
    following = page[-1].position if len(records) > limit else None
    return Answer([envelope(record) for record in page], CloudEvent, next_after=following)


def event(timeline: Timeline, id: str) -> CloudEvent:
    """One event by its id."""
    line = timeline.log.find([id]).get(id)
    if line is None:
        raise NotFound(f"There is no event {id}.")
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
        data=read.model_dump() if isinstance(read, Unrecognised) else codec.plain(read),
        subject=read.subjects[0] if read.subjects else None,
        time=instant.to_text(when.start) if when and not when.unknown else None,
        statedtime=instant.to_text(record.known_from),
    )
