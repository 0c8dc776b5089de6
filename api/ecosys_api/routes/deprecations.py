"""Deprecations: what ends, and when."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.deprecations import DeprecationRow, deprecations
from ecosys.values.period import days
from ecosys_api.operation import operation, page
from ecosys_api.parameters import Including, Listing
from ecosys_api.replies import Page

router = APIRouter()


class DeprecationsQuery(Listing, Including):
    """Which ends."""

    provider: Annotated[str | None, Field(max_length=100, examples=["openai"])] = None
    """The ends of one provider's subjects."""
    subject: Annotated[str | None, Field(max_length=200, examples=["openai/gpt-4-0314"])] = None
    """The ends of one subject and all beneath it."""
    channel: Annotated[str | None, Field(max_length=100, examples=["azure"])] = None
    """Where it ends; default the provider itself; `all` for everywhere."""
    within: Annotated[str | None, Field(max_length=20, examples=["90d"])] = None
    """Only what ends within so many days; left out: past and future."""


@operation(router, "/v1/deprecations", Page[DeprecationRow], "deprecations")
async def list_deprecations(
    request: Request, query: Annotated[DeprecationsQuery, Query()]
) -> Response:
    """The ends announced by the moment, past and coming, by shutdown."""
    soon = None if query.within is None else days(query.within)

    about = query.subject or query.provider
    return await page(request, query, deprecations, about, query.channel, soon)
