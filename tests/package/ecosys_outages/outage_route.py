"""Outages over HTTP: the page of reports, in every form that the API has."""

from typing import Annotated

from ecosys_api.operation import operation, page
from ecosys_api.parameters import Listing
from ecosys_api.replies import Page
from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys_outages.reports import Report, reports

router = APIRouter()


class OutagesQuery(Listing):
    """Whose outages."""

    subject: Annotated[str | None, Field(max_length=200, examples=["openai"])] = None
    """A subject and all beneath it; left out: all."""


@operation(router, "/v1/outages", Page[Report], "outages")
async def list_outages(request: Request, query: Annotated[OutagesQuery, Query()]) -> Response:
    """The outages that were reported by the moment, the latest first."""
    return await page(request, query, reports, query.subject)
