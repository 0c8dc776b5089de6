"""Quarantine: what importers held back."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from ecosys.answers.quarantine import QuarantineRow, quarantine
from ecosys_api.operation import operation, page
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
    return await page(request, query, quarantine, query.decision)
