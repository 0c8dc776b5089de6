"""Claims: what documents assert, with the verdict of the facts."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.claims import ClaimRow, claims
from ecosys.domain.verdicts import Verdict
from ecosys_api.operation import operation, page
from ecosys_api.parameters import Including, Listing
from ecosys_api.replies import Page

router = APIRouter()


class ClaimsQuery(Listing, Including):
    """Whose claims."""

    document: Annotated[str | None, Field(max_length=100)] = None
    """The slug of a document; left out: all."""
    verdict: Verdict | None = None
    """Only claims of this verdict."""


@operation(router, "/v1/claims", Page[ClaimRow], "claims")
async def list_claims(request: Request, query: Annotated[ClaimsQuery, Query()]) -> Response:
    """Every claim at the position, with what is computed and the verdict at the moment."""
    return await page(request, query, claims, query.document, query.verdict)
