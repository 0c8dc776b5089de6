"""Events: the log as CloudEvents, by position."""

from sys import maxsize
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.dependents import DependentRow, dependents
from ecosys.answers.events import CloudEvent, event, events_after
from ecosys.errors import NotFound
from ecosys.event import EventId
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.operation import one, operation, page
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
    return await page(
        request, query, events_after, query.after, query.reach, query.type, query.subject
    )


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


def _event_then(timeline: Timeline, moment: Moment, id: str) -> Answer[CloudEvent]:
    answer = event(timeline, id)
    if answer.position > moment.position:
        raise NotFound(f"Event {id} is recorded at position {answer.position}, after that.")
    return Answer([answer], CloudEvent)
