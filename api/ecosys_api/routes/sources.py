"""Sources: who is cited, and how much rests on them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.sources import SourceRow, sources
from ecosys_api.operation import operation, page
from ecosys_api.parameters import Listing
from ecosys_api.replies import Page

router = APIRouter()


class SourcesQuery(Listing):
    """Which sources."""

    since: Annotated[str | None, Field(max_length=64, examples=["30d"])] = None
    """Only those that were read, or said something, since `30d` or a date."""


@operation(router, "/v1/sources", Page[SourceRow], "sources")
async def list_sources(request: Request, query: Annotated[SourcesQuery, Query()]) -> Response:
    """All registered sources: the last read or heard of first, then the most cited."""
    return await page(request, query, sources, query.since)
