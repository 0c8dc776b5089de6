"""Unknown: what the log does not tell."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.bodies import Page
from ecosys.answers.unknown import MissingFactRow, unknown
from ecosys_api.operation import operation, page
from ecosys_api.parameters import Listing

router = APIRouter()


class UnknownQuery(Listing):
    """Of what."""

    subject: Annotated[str | None, Field(max_length=200, examples=["openai"])] = None
    """A subject and all beneath it."""
    kind: Annotated[str | None, Field(max_length=40, examples=["launch"])] = None
    """Only of this kind."""


@operation(router, "/v1/unknown", Page[MissingFactRow], "sources")
async def list_unknown(request: Request, query: Annotated[UnknownQuery, Query()]) -> Response:
    """What is not known: facts that somebody could look up, each with its event begun."""
    return await page(request, query, unknown, query.subject, query.kind)
