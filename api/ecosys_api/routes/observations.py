"""Observations: figures by the million, added up by period and provider."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from ecosys.answers.observations.observations import (
    FigureRow,
    ObservationRow,
    figures,
    observations,
)
from ecosys_api.operation import operation, page
from ecosys_api.parameters import Listing
from ecosys_api.replies import Page

router = APIRouter()
Metric = Annotated[
    str, Path(max_length=80, description="Which figures: pypi_downloads_30d, github_stars ...")
]


class ObservationsQuery(Listing):
    """How figures are added up."""

    by: Literal["provider", "subject"] = "provider"
    """By whom."""
    every: Literal["year", "month", "day"] = "year"
    """Over which period."""
    subject: Annotated[str | None, Field(max_length=200)] = None
    """Only this subject and all beneath it."""


class FiguresQuery(Listing):
    """Whose figures are shown one by one."""

    subject: Annotated[str, Field(max_length=200)]
    """This subject's, and those of all beneath it."""


@operation(router, "/v1/observations/{metric}", Page[ObservationRow], "metrics")
async def list_observations(
    request: Request, metric: Metric, query: Annotated[ObservationsQuery, Query()]
) -> Response:
    """The figures of a metric, those in files too, by period and by provider or subject."""
    asked = (metric, query.by, query.every, query.subject)
    return await page(request, query, observations, *asked)


@operation(router, "/v1/observations/{metric}/figures", Page[FigureRow], "metrics")
async def list_figures(
    request: Request, metric: Metric, query: Annotated[FiguresQuery, Query()]
) -> Response:
    """The figures of a subject one by one, each with the event, and row, in which it stands."""
    return await page(request, query, figures, metric, query.subject)
