"""providers: everyone who launched or sold something."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from ecosys.answers.providers import providers
from ecosys_api.page.listing import ListingQuery, part
from ecosys_api.page.page import Page, show
from ecosys_api.page.visit import Visit
from ecosys_api.tables import providers as providers_table

router = APIRouter(include_in_schema=False)
PATH = "/providers"


@router.get(PATH)
async def read_providers(request: Request, query: Annotated[ListingQuery, Query()]) -> Response:
    """Every provider: who launched something last comes first."""
    return await show(request, query, partial(_page, query=query))


def _page(visit: Visit, query: ListingQuery) -> Page:
    table = visit.table(
        providers_table.layout(visit), lambda moment: providers(visit.timeline, moment).rows
    )
    return Page(
        "providers.html",
        title="Providers",
        summary="Everyone of whom a launch, a price, a tie or an end is recorded.",
        answer="/providers",
        values={"part": part(visit, table, query, PATH)},
    )
