"""Changes: what is different from some days ago."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.changes import ChangeRow, changes
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.operation import operation, page
from ecosys_api.parameters import Including, Listing
from ecosys_api.replies import Page

router = APIRouter()


class ChangesQuery(Listing, Including):
    """Since when, and of what."""

    since: Annotated[str | None, Field(max_length=64, examples=["7d"])] = None
    """7d, 2w, 12h, a date or an instant; default 7d."""
    updated_after: Annotated[str | None, Field(max_length=64, examples=["2025-06-01"])] = None
    """Only what became known after this, of what was so at `as_of`; with `since` also what came
    into force after that. Default: the same as `since`."""
    after: Annotated[int | None, Field(ge=0, le=2**53)] = None
    """Also what the log took after this position, whenever it was said. The `poll` link of an
    answer gives its coordinates as these three: so all that becomes otherwise is told once."""
    subject: Annotated[str | None, Field(max_length=200, examples=["openai"])] = None
    """A subject and all beneath it."""
    kind: Annotated[str | None, Field(max_length=100, examples=["price"])] = None
    """Only of this kind: price, launched, deprecated ..."""
    all: bool = False
    """Also our own corrections, and first prices of what is older that only reached us now."""


@operation(router, "/v1/changes", Page[ChangeRow], "changes")
async def list_changes(request: Request, query: Annotated[ChangesQuery, Query()]) -> Response:
    """What differs between a time and the moment, in people's words.

    It is what came into force after `since` and by `as_of`, and what became known after `since`
    and by `known_at`; `news` says which of them a row is.
    """
    return await page(request, query, ask_changes, query)


def ask_changes(timeline: Timeline, moment: Moment, query: ChangesQuery) -> Answer[ChangeRow]:
    """The changes that a query asks for."""
    return changes(
        timeline,
        moment,
        query.since,
        query.subject,
        updated_after=query.updated_after,
        after=query.after,
        kind=query.kind,
        bookkeeping=query.all,
    )
