"""Events: the log as CloudEvents, by position."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.dependents import DependentRow, dependents
from ecosys.answers.events import CloudEvent, event, events_after
from ecosys.answers.selection import BOUNDS, select
from ecosys.event import EventId
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.operation import one, operation, page
from ecosys_api.parameters import Limited, Listing, Position
from ecosys_api.replies import One, Page

router = APIRouter()


Several = Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=50)]
Day = Annotated[str | None, Field(max_length=64, examples=["2025-06-01"])]


class EventsQuery(Limited):
    """Which events. Days are UTC; a first and a last day or instant are both included."""

    after: Annotated[int, Field(ge=0, le=2**53)] = 0
    """Events after this position: poll with the last position seen, nothing is skipped."""
    type: Several = ()
    """Only events of this type; given again: or of that one."""
    subject: Several = ()
    """Only events about this subject and all beneath it; given again: or about that one."""
    stated_from: Day = None
    """Only what was publicly said on this day or later: `statedtime`."""
    stated_until: Day = None
    """Only what was publicly said on this day or before."""
    recorded_from: Day = None
    """Only what this log took on this day or later: `recordedtime`."""
    recorded_until: Day = None
    """Only what this log took on this day or before."""
    occurred_from: Day = None
    """Only what is true in the world from this day or later: `time`."""
    occurred_until: Day = None
    """Only what is true in the world from this day or before."""


@operation(router, "/v1/events", Page[CloudEvent], "log")
async def list_events(request: Request, query: Annotated[EventsQuery, Query()]) -> Response:
    """Recorded events after a position, ascending."""
    return await page(request, query, _events, query)


@operation(router, "/v1/events/{id:path}/dependents", Page[DependentRow], "log")
async def list_dependents(
    request: Request,
    id: Annotated[EventId, Path(description="The event's id, as it stands in `events`.")],
    query: Annotated[Listing, Query()],
) -> Response:
    """Every metric, with its defaults, and every claim that rests on the event."""
    return await page(request, query, dependents, id)


@operation(router, "/v1/events/{id:path}", One[CloudEvent], "log")
async def read_event(
    request: Request,
    id: Annotated[EventId, Path(description="The event's id, as it stands in `events`.")],
    query: Annotated[Position, Query()],
) -> Response:
    """One event by its id."""
    return await one(request, query, _event_then, id)


def _events(timeline: Timeline, moment: Moment, query: EventsQuery) -> Answer[CloudEvent]:
    wanted = select(query.type, query.subject, query.model_dump(include=set(BOUNDS)))
    return events_after(timeline, moment, query.after, query.reach, wanted)


def _event_then(timeline: Timeline, moment: Moment, id: str) -> Answer[CloudEvent]:
    return Answer([event(timeline, id, moment.position)], CloudEvent)
