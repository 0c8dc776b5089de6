"""Conflicts: where sources say different things."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.conflicts import ConflictRow, conflicts
from ecosys.event import ConflictKind
from ecosys_api.operation import operation, page
from ecosys_api.parameters import Listing
from ecosys_api.replies import Page

router = APIRouter()


class ConflictsQuery(Listing):
    """Of what."""

    subject: Annotated[str | None, Field(max_length=200, examples=["openai"])] = None
    """A subject and all beneath it."""
    kind: ConflictKind | None = None
    """Only of this kind."""


@operation(router, "/v1/conflicts", Page[ConflictRow], "sources")
async def list_conflicts(request: Request, query: Annotated[ConflictsQuery, Query()]) -> Response:
    """Where the current values of sources differ: who says what since when, which one answers."""
    return await page(request, query, conflicts, query.subject, query.kind)
