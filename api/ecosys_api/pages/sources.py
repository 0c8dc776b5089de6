"""sources: who is cited, how much, and when last; and how fresh the facts are."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from ecosys.answers.sources import STALE_DAYS, freshness, sources, support
from ecosys_api.page.listing import ListingQuery, part
from ecosys_api.page.page import Page, show
from ecosys_api.page.visit import Visit
from ecosys_api.tables import sources as sources_table

router = APIRouter(include_in_schema=False)
PATH = "/sources"


@router.get(PATH)
async def read_sources(request: Request, query: Annotated[ListingQuery, Query()]) -> Response:
    """Every source, the last read or heard of first."""
    return await show(request, query, partial(_page, query=query))


def _page(visit: Visit, query: ListingQuery) -> Page:
    timeline, moment = visit.timeline, visit.moment
    table = visit.table(sources_table.layout(visit), lambda at: sources(timeline, at).rows)
    return Page(
        "sources.html",
        title="Sources",
        summary="Who is cited, how much rests on it, and when it was last read.",
        answer="/sources",
        values={
            "fresh": freshness(timeline, moment),
            "stale_days": STALE_DAYS,
            "support": support(timeline, moment),
            "part": part(visit, table, query, PATH),
        },
    )
