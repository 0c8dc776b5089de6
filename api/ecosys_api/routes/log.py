"""Log: all of it as lines, to be kept, checked and followed elsewhere."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict, Field

from ecosys.answers.events import BATCH, recorded_moment
from ecosys.timeline import Timeline
from ecosys_api.operation import in_lines
from ecosys_api.parameters import Known
from ecosys_api.replies import IMMUTABLE, NDJSON, REVALIDATE, Replies, streamed

router = APIRouter()


class LogQuery(Known):
    """How much of the log."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    position: Annotated[int | None, Field(ge=0, le=2**53)] = None
    """Only this much of the log; default all of it."""


@in_lines(router, "/v1/log.jsonl", "log")
async def read_log(request: Request, query: Annotated[LogQuery, Query()]) -> Response:
    """The log itself, one recorded event a line, exactly as it is hashed and as `export` writes."""
    timeline: Timeline = request.app.state.timeline
    query.refuse_behind(timeline)
    replies: Replies = request.app.state.replies
    return await replies.make(request, partial(_log, timeline, request, query.position))


def _log(timeline: Timeline, request: Request, position: int | None) -> Response:
    moment = recorded_moment(timeline, position)
    caching = IMMUTABLE if moment.pinned else REVALIDATE
    parts = _lines(timeline, moment.position)
    return streamed(request, parts, timeline.log.root(moment.position), NDJSON, caching)


def _lines(timeline: Timeline, upto: int) -> Iterator[bytes]:
    """Some lines at a time: nothing stays open in the database while a part is sent."""
    for start in range(0, upto, BATCH):
        lines = timeline.log.lines(start, min(start + BATCH, upto))
        yield "".join(f"{line.text}\n" for line in lines).encode()
