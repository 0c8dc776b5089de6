"""Sources: who is cited, and how much rests on them."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from ecosys.answers.readings import SourceDetailRow, source
from ecosys.answers.sources import SourceRow, sources
from ecosys_api.operation import one, operation, page
from ecosys_api.parameters import Coordinates, Including, Listing
from ecosys_api.replies import One, Page

router = APIRouter()


class SourcesQuery(Listing):
    """Which sources."""

    since: Annotated[str | None, Field(max_length=64, examples=["30d"])] = None
    """Only those that were read, or said something, since `30d` or a date."""


class SourceQuery(Coordinates, Including):
    """When a source is asked about."""


@operation(router, "/v1/sources", Page[SourceRow], "sources")
async def list_sources(request: Request, query: Annotated[SourcesQuery, Query()]) -> Response:
    """All registered sources: the last read or heard of first, then the most cited."""
    return await page(request, query, sources, query.since)


@operation(router, "/v1/sources/{slug}", One[SourceDetailRow], "sources")
async def read_source(
    request: Request,
    slug: Annotated[str, Path(max_length=100, description="The slug of a source.")],
    query: Annotated[SourceQuery, Query()],
) -> Response:
    """All about one source: how far its word counts, what it said last, when it was read."""
    return await one(request, query, source, slug)
