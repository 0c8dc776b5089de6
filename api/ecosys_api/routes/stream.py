"""Stream: events as the log takes them, sent as server-sent events."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from ecosys.answers.events import recorded_moment
from ecosys.answers.selection import Selection, select
from ecosys.timeline import Timeline
from ecosys_api.errors import problem
from ecosys_api.middleware import is_head
from ecosys_api.parameters import Nothing
from ecosys_api.streams import MAX_STREAMS, Streams

router = APIRouter(include_in_schema=False)  # it never ends: no answer of it could be shown
TYPE = "text/event-stream"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
Several = Annotated[tuple[Annotated[str, Field(max_length=240)], ...], Field(max_length=50)]


class StreamQuery(Nothing):
    """Which events."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    after: Annotated[int | None, Field(ge=0, le=2**53)] = None
    """Events after this position; default only new ones. Last-Event-ID goes before it."""
    type: Several = ()
    """Only events of this type; given again: or of that one."""
    subject: Several = ()
    """Only events about this subject and all beneath it; given again: or about that one."""


@router.get("/v1/events/stream")
async def stream_events(
    request: Request,
    query: Annotated[StreamQuery, Query()],
    last_event_id: Annotated[int | None, Header(ge=0, le=2**53)] = None,
) -> Response:
    """Events after a position, each once and in order, and on as the log takes them."""
    streams: Streams = request.app.state.streams
    if streams.is_full:
        told = f"{MAX_STREAMS:,} streams are open already."
        root = request.scope["root_path"]
        return problem("busy", told, hint="Poll /v1/events instead.", root_path=root)
    wanted = await run_in_threadpool(_wanted, request.app.state.timeline, query)
    if is_head(request.scope):
        return Response(headers=HEADERS, media_type=TYPE)
    after = query.after if last_event_id is None else last_event_id
    return StreamingResponse(streams.follow(wanted, after), headers=HEADERS, media_type=TYPE)


def _wanted(timeline: Timeline, query: StreamQuery) -> Selection:
    """The selection that is asked for; what names mean is settled here, once."""
    moment = recorded_moment(timeline)
    subjects = [timeline.resolve(name, moment).subject for name in query.subject]
    return select(query.type, subjects)
