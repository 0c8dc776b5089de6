"""Events: the log as CloudEvents, by position."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.events import CloudEvent, event, events_after
from ecosys.event import EventId
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.operation import operation, replies
from ecosys_api.parameters import Coordinates
from ecosys_api.replies import One, Page

router = APIRouter()


class EventsQuery(Coordinates):
    """Which events."""

    after: Annotated[int, Field(ge=0, le=2**53)] = 0
    """Events after this position: poll with the last position seen, nothing is skipped."""
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    """How many at the most."""
    type: Annotated[str | None, Field(max_length=80, examples=["price_changed"])] = None
    """Only events of this type."""
    subject: Annotated[str | None, Field(max_length=200, examples=["openai/o3"])] = None
    """Only events about this subject and all beneath it."""


@operation(router, "/v1/events", Page[CloudEvent], "log")
async def list_events(request: Request, query: Annotated[EventsQuery, Query()]) -> Response:
    """Recorded events after a position, ascending."""

    def ask(timeline: Timeline, moment: Moment) -> Answer[Any]:
        return events_after(timeline, moment, query.after, query.limit, query.type, query.subject)

    return await replies(request).page(request, query, ask)


@operation(router, "/v1/events/{id:path}", One[CloudEvent], "log")
async def read_event(
    request: Request, id: Annotated[EventId, Path()], query: Annotated[Coordinates, Query()]
) -> Response:
    """One event by its id."""

    def ask(timeline: Timeline, _: Moment) -> Answer[Any]:
        return Answer([event(timeline, id)], CloudEvent)

    return await replies(request).one(request, query, ask)
