"""Deprecations: what ends, and when."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.deprecations import DeprecationRow, deprecations
from ecosys.answers.several import several
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values.period import days
from ecosys_api.operation import operation, page
from ecosys_api.parameters import About, Including, Listing
from ecosys_api.replies import Page

router = APIRouter()


class DeprecationsQuery(Listing, About, Including):
    """Which ends."""

    provider: Annotated[str | None, Field(max_length=100, examples=["openai"])] = None
    """The ends of one provider's subjects."""
    channel: Annotated[str | None, Field(max_length=100, examples=["azure"])] = None
    """Where it ends; default the provider itself; `all` for everywhere."""
    within: Annotated[str | None, Field(max_length=20, examples=["90d"])] = None
    """Only what ends within so many days; left out: past and future."""


@operation(router, "/v1/deprecations", Page[DeprecationRow], "deprecations")
async def list_deprecations(
    request: Request, query: Annotated[DeprecationsQuery, Query()]
) -> Response:
    """The ends announced by the moment, past and coming, by shutdown."""
    return await page(request, query, ask_deprecations, query)


def ask_deprecations(
    timeline: Timeline, moment: Moment, query: DeprecationsQuery
) -> Answer[DeprecationRow]:
    """The ends that a query asks for: of some subjects, of a provider, or all."""
    soon = None if query.within is None else days(query.within)

    def about(name: str | None) -> Answer[DeprecationRow]:
        return deprecations(timeline, moment, name, query.channel, soon)

    return several(query.subject, about) if query.subject else about(query.provider)
