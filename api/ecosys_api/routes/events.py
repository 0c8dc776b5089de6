"""Events: the log as CloudEvents, by position."""

from sys import maxsize
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.dependents import DependentRow, dependents
from ecosys.answers.events import CloudEvent, event, events_after
from ecosys.errors import NotFound
from ecosys.event import EventId
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.operation import operation, replies
from ecosys_api.parameters import Listing, Position
from ecosys_api.replies import One, Page

router = APIRouter()


class EventsQuery(Position):
    """Which events."""

    after: Annotated[int, Field(ge=0, le=2**53)] = 0
    """Events after this position: poll with the last position seen, nothing is skipped."""
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    """How many at the most."""
    type: Annotated[str | None, Field(max_length=80, examples=["price_changed"])] = None
    """Only events of this type."""
    subject: Annotated[str | None, Field(max_length=200, examples=["openai/o3"])] = None
    """Only events about this subject and all beneath it."""

    @property
    def reach(self) -> int:
        """How many events are read: those of the page; what metadata counts is all."""
        return maxsize if self.format == "metadata" else self.limit


@operation(router, "/v1/events", Page[CloudEvent], "log")
async def list_events(request: Request, query: Annotated[EventsQuery, Query()]) -> Response:
    """Recorded events after a position, ascending."""

    def ask(timeline: Timeline, moment: Moment) -> Answer[Any]:
        return events_after(timeline, moment, query.after, query.reach, query.type, query.subject)

    return await replies(request).page(request, query, ask)


@operation(router, "/v1/events/{id:path}/dependents", Page[DependentRow], "log")
async def list_dependents(
    request: Request,
    id: Annotated[EventId, Path(description="The event's id, as it stands in `events`.")],
    query: Annotated[Listing, Query()],
) -> Response:
    """Every metric, with its defaults, and every claim that rests on the event."""

    def ask(timeline: Timeline, moment: Moment) -> Answer[Any]:
        return dependents(timeline, moment, id)

    return await replies(request).page(request, query, ask)


@operation(router, "/v1/events/{id:path}", One[CloudEvent], "log")
async def read_event(
    request: Request,
    id: Annotated[EventId, Path(description="The event's id, as it stands in `events`.")],
    query: Annotated[Position, Query()],
) -> Response:
    """One event by its id."""

    def ask(timeline: Timeline, moment: Moment) -> Answer[Any]:
        found = event(timeline, id)
        if found.position > moment.position:
            raise NotFound(f"Event {id} is recorded at position {found.position}, after that.")
        return Answer([found], CloudEvent)

    return await replies(request).one(request, query, ask)
