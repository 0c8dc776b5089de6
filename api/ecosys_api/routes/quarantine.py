"""Quarantine: what importers held back."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from ecosys.answers.answer import Answer
from ecosys.answers.quarantine import QuarantineRow, quarantine
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.operation import operation, replies
from ecosys_api.parameters import Listing
from ecosys_api.replies import Page

router = APIRouter()


class QuarantineQuery(Listing):
    """Which of it."""

    decision: Literal["open", "released", "rejected"] | None = None
    """Only what is open, or was decided so; left out: all."""


@operation(router, "/v1/quarantine", Page[QuarantineRow], "sources")
async def list_quarantine(request: Request, query: Annotated[QuarantineQuery, Query()]) -> Response:
    """What importers did not believe, why, and what was decided on it."""

    def ask(timeline: Timeline, moment: Moment) -> Answer[Any]:
        return quarantine(timeline, moment, query.decision)

    return await replies(request).page(request, query, ask)
