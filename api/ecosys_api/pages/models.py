"""models: every model that is known."""

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.models import ModelRow, models
from ecosys.moment import Moment
from ecosys_api.page.listing import ListingQuery, part
from ecosys_api.page.page import Page, show
from ecosys_api.page.visit import Visit
from ecosys_api.tables import models as models_table

router = APIRouter(include_in_schema=False)
PATH = "/models"


class ModelsQuery(ListingQuery):
    """Which models."""

    provider: Annotated[str | None, Field(max_length=100)] = None
    """The models of one provider."""
    status: Literal["announced", "preview", "available", "ending", "ended"] | None = None
    """Only those that stand so at their provider's own channel."""
    weights: Literal["open", "closed"] | None = None
    """Only those whose weights can be downloaded, or cannot."""
    context: Annotated[int | None, Field(ge=0, le=10**9)] = None
    """Only those that take so many tokens in one request."""


@router.get(PATH)
async def read_models(request: Request, query: Annotated[ModelsQuery, Query()]) -> Response:
    """Every model, the newest first."""
    return await show(request, query, partial(_page, query=query))


def _page(visit: Visit, query: ModelsQuery) -> Page:
    def ask(moment: Moment) -> list[ModelRow]:
        rows = models(visit.timeline, moment, query.provider).rows
        return [row for row in rows if _fits(row, query)]

    table = visit.table(models_table.layout(visit), ask)
    return Page(
        "models.html",
        title="Models",
        summary="Every model that is known: its launch, its list price, its end.",
        answer="/models",
        parameters={"provider": query.provider},
        values={"part": part(visit, table, query, PATH), "query": query},
    )


def _fits(row: ModelRow, query: ModelsQuery) -> bool:
    is_open = None if query.weights is None else query.weights == "open"
    return (
        query.status in (None, row.status)
        and is_open in (None, row.open_weights)
        and (query.context is None or (row.context_window or 0) >= query.context)
    )
