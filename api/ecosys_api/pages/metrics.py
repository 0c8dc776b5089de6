"""metrics: every metric with what it measures."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from ecosys.answers.metric import metrics
from ecosys_api.page.page import Page, show
from ecosys_api.page.query import PageQuery
from ecosys_api.page.visit import Visit

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def read_metrics(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """Every metric."""
    return await show(request, query, _page)


def _page(_: Visit) -> Page:
    return Page(
        "metrics.html",
        title="Metrics",
        summary="What is computed from the facts, each with its definition and its sources.",
        answer="/metrics",
        values={"metrics": metrics().rows},
    )
