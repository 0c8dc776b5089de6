"""Metrics: the operations of every projection, those of other packages included."""

from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError, create_model

from ecosys.answers import metric as answers
from ecosys.answers.answer import Answer
from ecosys.answers.metric import Explanation, MetricRow, VintageRow
from ecosys.answers.moments import A_YEAR, MomentPoint, moments, runs_by_itself
from ecosys.moment import Moment
from ecosys.projection import Parameters, Point, Projection, projections
from ecosys.projection.projection import no_metric
from ecosys.timeline import Timeline
from ecosys.values.period import Every
from ecosys_api.operation import operation, page, steady_page
from ecosys_api.parameters import Including, Listing
from ecosys_api.replies import Page


class PointsQuery(Listing, Including):
    """A question for points, or for how they changed."""


class ExplainQuery(Listing):
    """Which points."""

    at: Annotated[str | None, Field(max_length=64, examples=["2023-11-06"])] = None
    """Only the points of this date, as it stands in them."""


class MomentsQuery(PointsQuery):
    """Which moments."""

    every: Every = "month"
    """At the end of each month or year, and at `as_of`."""
    since: Annotated[str, Field(max_length=64, examples=["2023"])] = A_YEAR
    """From when: a date, or a duration such as 52w."""


def build() -> APIRouter:
    """The routes of all projections that are installed."""
    router = APIRouter()

    @operation(router, "/v1/metrics", Page[MetricRow], "metrics")
    async def list_metrics(request: Request, query: Annotated[Listing, Query()]) -> Response:
        """All metrics with their definitions and parameters."""
        return await page(request, query, lambda *_: answers.metrics())

    for _, chosen in sorted(projections.items()):
        _add(router, chosen)
        if not runs_by_itself(chosen):
            _add_moments(router, chosen)

    @operation(router, "/v1/metrics/{name:path}", Page[Point], "metrics", include_in_schema=False)
    async def no_such_metric(name: str) -> Response:
        bare = name.partition("/")[0]
        raise no_metric(bare)

    return router


def _add(router: APIRouter, chosen: Projection) -> None:
    points = _query(PointsQuery, chosen.parameters)
    explained = _query(ExplainQuery, chosen.parameters)
    path = f"/v1/metrics/{chosen.name}"
    settings = {"summary": chosen.summary, "description": chosen.description}
    reply = page if chosen.continuous else steady_page

    @operation(router, path, Page[Point], "metrics", name=chosen.name, **settings)
    async def read_metric(request: Request, query: Annotated[points, Query()]) -> Response:  # type: ignore[valid-type]
        given = _parameters(query, chosen)
        return await reply(request, query, answers.metric, chosen.name, given)

    @operation(
        router,
        f"{path}/explain",
        Page[Explanation],
        "metrics",
        name=f"explain_{chosen.name}",
        summary=f"What {chosen.name} rests on",
    )
    async def explain_metric(request: Request, query: Annotated[explained, Query()]) -> Response:  # type: ignore[valid-type]
        """Every point with the events and sources that it rests on."""
        given = _parameters(query, chosen)
        at = query.at  # type: ignore[attr-defined]
        return await page(request, query, answers.explain, chosen.name, given, at)

    @operation(
        router,
        f"{path}/vintages",
        Page[VintageRow],
        "metrics",
        name=f"vintages_of_{chosen.name}",
        summary=f"How {chosen.name} changed as more became known",
    )
    async def list_vintages(request: Request, query: Annotated[points, Query()]) -> Response:  # type: ignore[valid-type]
        """The changes of the answer by the day they became known, the latest first."""
        given = _parameters(query, chosen)
        return await page(request, query, _vintages, chosen.name, given, query)


def _vintages(
    timeline: Timeline, moment: Moment, name: str, given: Parameters, query: Listing
) -> Answer[VintageRow]:
    return answers.vintages(timeline, moment, name, given, query.reach)


def _add_moments(router: APIRouter, chosen: Projection) -> None:
    asked = _query(MomentsQuery, chosen.parameters)

    @operation(
        router,
        f"/v1/metrics/{chosen.name}/moments",
        Page[MomentPoint],
        "metrics",
        name=f"moments_of_{chosen.name}",
        summary=f"{chosen.name} at the end of each month or year",
    )
    async def list_moments(request: Request, query: Annotated[asked, Query()]) -> Response:  # type: ignore[valid-type]
        """The points of the metric at each of the moments, the earliest first."""
        given = _parameters(query, chosen)
        when = (query.every, query.since)  # type: ignore[attr-defined]
        return await page(request, query, moments, chosen.name, given, *when)


@lru_cache(maxsize=256)
def _query(base: type[Listing], parameters: type[Parameters]) -> type[Listing]:
    """A query model of the coordinates and a projection's own parameters, one for all alike.

    Of more than 128 such models FastAPI forgets the first, and then makes no document.
    """
    own: dict[str, Any] = {
        name: (field.annotation, field) for name, field in parameters.model_fields.items()
    }
    name = f"{parameters.__name__}_{base.__name__}"
    described = {"use_attribute_docstrings": False}  # the fields are; looking again takes seconds
    return create_model(name, __base__=base, __cls_kwargs__=described, **own)


def _parameters(query: Any, chosen: Projection) -> Parameters:
    """The projection's own parameters, by its own rules: what they refuse is told as bad input."""
    names = chosen.parameters.model_fields.keys() & query.model_fields_set
    try:
        return chosen.parameters.model_validate({name: getattr(query, name) for name in names})
    except ValidationError as problem:
        faults = problem.errors(include_url=False)
        raise RequestValidationError(
            [{**fault, "loc": ("query", *fault["loc"])} for fault in faults]
        ) from None
