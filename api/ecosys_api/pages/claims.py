"""claims: a document checked sentence by sentence, in its own order and outline."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.citations import including
from ecosys.answers.claims import ClaimRow, claims
from ecosys.values import words
from ecosys_api.page.citing import quote
from ecosys_api.page.page import Page, show
from ecosys_api.page.query import PageQuery
from ecosys_api.page.visit import Visit
from ecosys_api.pages._outlines import Part, part_of

router = APIRouter(include_in_schema=False)
TONES = {
    "holds": "good",
    "holds_roughly": "good",
    "consistent": "",
    "does_not_hold": "bad",
    "contradicted": "bad",
    "opinion": "",
    "cannot_be_checked": "warn",
}
"""How verdicts are toned: each says itself in words, too."""


class ClaimsQuery(PageQuery):
    """Which claims."""

    verdict: Annotated[str | None, Field(max_length=40)] = None
    """Only those of this verdict."""
    document: Annotated[str | None, Field(max_length=200)] = None
    """Only those of one document."""
    changed: bool = False
    """Only those that are judged otherwise by what is known now."""


@router.get("/claims")
async def read_claims(request: Request, query: Annotated[ClaimsQuery, Query()]) -> Response:
    """Every claim with its verdict."""
    return await show(request, query, partial(_page, query=query))


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim with its verdict, and the one that it has by what is known now."""

    row: ClaimRow
    now: ClaimRow | None
    """None, where that is the same."""

    @property
    def part(self) -> Part:
        """The part of the document in which it stands."""
        return part_of(self.row.document, self.row.place.line)


def _page(visit: Visit, query: ClaimsQuery) -> Page:
    told = claims(visit.timeline, visit.moment, query.document)
    answer = including(visit.timeline, visit.moment, told, "sources")
    latest = {} if visit.now is None else _by_id(visit, query)
    checked = [Checked(row, _otherwise(row, latest.get(row.id))) for row in answer.rows]
    asked = [each for each in checked if query.verdict in (None, each.row.verdict)]
    shown = [each for each in asked if each.now or not query.changed]
    counts = Counter[str](each.row.verdict for each in checked)
    return Page(
        "claims.html",
        title="Claims, checked",
        summary="What a document asserts, sentence by sentence, and what the facts say of it.",
        answer="/claims",
        parameters={"document": query.document, "verdict": query.verdict},
        otherwise=sum(each.now is not None for each in shown),
        values={
            "documents": _by_document(shown),
            "verdicts": [(name, counts[name]) for name in TONES if counts[name]],
            "tones": TONES,
            "grouped": words.grouped,
            "query": query,
            "changed": sum(each.now is not None for each in checked),
            "quote": quote(visit, answer, "Claims", "/claims", query.asked),
        },
    )


def _by_id(visit: Visit, query: ClaimsQuery) -> dict[str, ClaimRow]:
    assert visit.now is not None
    return {row.id: row for row in claims(visit.timeline, visit.now, query.document).rows}


def _otherwise(row: ClaimRow, now: ClaimRow | None) -> ClaimRow | None:
    is_same = now is None or (now.verdict, now.computed) == (row.verdict, row.computed)
    return None if is_same else now


def _by_document(checked: Sequence[Checked]) -> dict[str, dict[Part, list[Checked]]]:
    """The claims of each document, part by part."""
    documents: dict[str, dict[Part, list[Checked]]] = {}
    for each in checked:
        documents.setdefault(each.row.document, {}).setdefault(each.part, []).append(each)
    return documents
