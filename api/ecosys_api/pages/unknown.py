"""unknown: what we do not know: facts to look up, counted by kind, each begun to be told."""

import inspect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.unknown import KINDS, MissingFactRow, unknown
from ecosys.moment import Moment
from ecosys_api.page.listing import ListingQuery, part
from ecosys_api.page.page import Page, show
from ecosys_api.page.visit import Visit
from ecosys_api.tables import unknown as unknown_table

router = APIRouter(include_in_schema=False)
PATH = "/unknown"
ROW = 400
"""How many bytes a row needs that is kept, about."""


class UnknownQuery(ListingQuery):
    """Of what."""

    kind: Annotated[str, Field(max_length=40)] = next(iter(KINDS))
    """Of which kind."""
    subject: Annotated[str | None, Field(max_length=200)] = None
    """Only of a provider or model, and of what is beneath it."""


@router.get(PATH)
async def read_unknown(request: Request, query: Annotated[UnknownQuery, Query()]) -> Response:
    """What is not known."""
    return await show(request, query, partial(_page, query=query))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact that is looked for."""

    name: str
    meaning: str
    count: int
    href: str


def _page(visit: Visit, query: UnknownQuery) -> Page:
    rows = _rows(visit, visit.moment, query.subject)
    counts = Counter[str](row.kind for row in rows)
    kinds = [
        Kind(name, inspect.getdoc(tell) or "", counts[name], _to(visit, name, query.subject))
        for name, tell in KINDS.items()
    ]
    table = visit.table(
        unknown_table.layout(visit, "Nothing of this kind is missing, as far as we know."),
        lambda moment: _of_kind(visit, moment, query),
    )
    return Page(
        "unknown.html",
        title="What we do not know",
        summary="Facts that are looked for: each leads to a form in which it is begun.",
        answer=PATH,
        parameters={"kind": query.kind, "subject": query.subject},
        values={
            "kinds": kinds,
            "chosen": next((each for each in kinds if each.name == query.kind), None),
            "total": len(rows),
            "query": query,
            "part": part(visit, table, query, PATH),
        },
    )


def _of_kind(visit: Visit, moment: Moment, query: UnknownQuery) -> Sequence[MissingFactRow]:
    if query.kind not in KINDS:
        unknown(visit.timeline, moment, query.subject, query.kind)  # tells what it can be
    if moment != visit.moment:  # beside it nothing is counted
        return unknown(visit.timeline, moment, query.subject, query.kind).rows
    return [row for row in _rows(visit, moment, query.subject) if row.kind == query.kind]


def _rows(visit: Visit, moment: Moment, subject: str | None) -> Sequence[MissingFactRow]:
    """Everything that is not known: worked out once for all kinds and parts of their tables."""
    return visit.timeline.memory.once(
        ("unknown", moment, subject),
        lambda: unknown(visit.timeline, moment, subject).rows,
        lambda rows: ROW * len(rows),
    )


def _to(visit: Visit, kind: str, subject: str | None) -> str:
    return visit.links.page(PATH, kind=kind, subject=subject)
