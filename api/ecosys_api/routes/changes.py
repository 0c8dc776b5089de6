"""Changes: what is different from some days ago."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.changes import ChangeRow, changes
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.operation import operation, replies
from ecosys_api.parameters import Listing
from ecosys_api.replies import Page

router = APIRouter()


class ChangesQuery(Listing):
    """Since when, and of what."""

    since: Annotated[str, Field(max_length=64, examples=["7d"])] = "7d"
    """7d, 2w, 12h, a date or an instant."""
    subject: Annotated[str | None, Field(max_length=200, examples=["openai"])] = None
    """A subject and all beneath it."""


@operation(router, "/v1/changes", Page[ChangeRow], "changes")
async def list_changes(request: Request, query: Annotated[ChangesQuery, Query()]) -> Response:
    """What differs between a time and the moment, in people's words."""

    def ask(timeline: Timeline, moment: Moment) -> Answer[Any]:
        return changes(timeline, moment, query.since, query.subject)

    return await replies(request).page(request, query, ask)
