"""Sources: who is cited, and how much rests on them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from ecosys.answers.sources import SourceRow, sources
from ecosys_api.operation import operation, page
from ecosys_api.parameters import Listing
from ecosys_api.replies import Page

router = APIRouter()


@operation(router, "/v1/sources", Page[SourceRow], "sources")
async def list_sources(request: Request, query: Annotated[Listing, Query()]) -> Response:
    """All registered sources, the most cited first."""
    return await page(request, query, sources)
