"""metric: one metric: its definition, a picture, a table, what it could see, how to cite it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict, Field

from ecosys.answers.answer import Answer
from ecosys.answers.metric import metric
from ecosys.answers.moments import moments, runs_by_itself
from ecosys.event.subject import within
from ecosys.moment import Moment
from ecosys.projection import Projection, get_projection
from ecosys_api.charts.chart import Chart
from ecosys_api.charts.points import picture
from ecosys_api.page.citing import quote
from ecosys_api.page.listing import ListingQuery, part
from ecosys_api.page.page import Page, show
from ecosys_api.page.pictures import Shown, ThemedQuery, chart_routes, located, show_chart
from ecosys_api.page.visit import Visit
from ecosys_api.parameters import Name
from ecosys_api.tables import points as points_table
from ecosys_api.tables.points import AnyPoint

router = APIRouter(include_in_schema=False)
MAX_COVERED = 30
"""How many of the figures that a metric rests on are listed."""


class MetricQuery(ListingQuery):
    """What is asked of a metric: its own parameters besides, which it checks itself."""

    model_config = ConfigDict(extra="allow")

    moments: Literal["month", "year"] | None = None
    """At the end of each month or year before, where it does not run through time by itself."""

    compare: Annotated[str | None, Field(max_length=1000)] = None
    """Which subjects are drawn beside each other, with commas between them; default: all."""

    @property
    def own(self) -> Mapping[str, Any]:
        """The metric's own parameters."""
        return self.model_extra or {}

    def compared(self, points: Sequence[Any]) -> Sequence[Any]:
        """The points of what is compared: of these subjects, and of all beneath them."""
        names = (self.compare or "").replace(",", " ").split()
        if not names:
            return points
        return [each for each in points if any(within(each.subject, name) for name in names)]

    @property
    def drawn(self) -> Mapping[str, object]:
        """What its picture depends on besides the moment."""
        return {name: value for name, value in self.asked.items() if name != "page"}


class MetricChartQuery(ThemedQuery, MetricQuery):
    """What is asked of a metric, and how its picture is coloured."""


@router.get("/metrics/{name}")
async def read_metric(
    request: Request, name: Name, query: Annotated[MetricQuery, Query()]
) -> Response:
    """One metric at a moment."""
    return await show(request, query, partial(_page, name=name, query=query))


def _page(visit: Visit, name: str, query: MetricQuery) -> Page:
    chosen = get_projection(name)
    ask = cache(partial(_answer, visit, chosen, query))
    answer = ask(visit.moment)
    labels = points_table.labels_of(answer.rows)
    path, title = f"/metrics/{name}", _title(name)
    empty = (answer.coverage and answer.coverage.reason) or points_table.EMPTY
    table = visit.table(
        points_table.layout(visit, labels, empty, partial(_lineage, visit, chosen, query)),
        lambda moment: ask(moment).rows,
    )
    ends = f"{path}/moments" if query.moments else path
    return Page(
        "metric.html",
        title=title,
        summary=chosen.summary,
        answer=ends,
        parameters={**query.own, "every": query.moments},
        values={
            "metric": chosen,
            "query": query,
            "fields": _fields(chosen, query.own),
            "picture": located(_picture(visit, name, query, ask), visit.links, path, query.drawn),
            "part": part(visit, table, query, path),
            "coverage": answer.coverage,
            "most": MAX_COVERED,
            "can_run": not runs_by_itself(chosen),
            "asked_now": {name: value for name, value in query.asked.items() if name != "moments"},
            "lineage": visit.links.page(f"{path}/explain", **query.own),
            "vintages": visit.links.page(f"{path}/vintages", **query.own),
            "quote": quote(visit, answer, title, path, query.asked),
        },
    )


def _lineage(visit: Visit, chosen: Projection, query: MetricQuery, point: AnyPoint) -> str:
    """Where it is told what a point of the moment rests on."""
    if query.moments is not None:
        return ""
    where = {**query.own, "about": point.subject, "at": point.at}
    return visit.links.page(f"/metrics/{chosen.name}/explain", **where)


@chart_routes(router, "/metrics/{name}")
async def read_metric_chart(
    request: Request, name: Name, query: Annotated[MetricChartQuery, Query()]
) -> Response:
    """The picture of a metric."""
    return await show_chart(request, query, partial(_chart, name=name, query=query))


def _chart(visit: Visit, name: str, query: MetricChartQuery) -> Shown:
    ask = cache(partial(_answer, visit, get_projection(name), query))
    chart = _picture(visit, name, query, ask)
    events = {id for point in query.compared(ask(visit.moment).rows) for id in point.events}
    return Shown(chart, f"/metrics/{name}", events, query.drawn)


def _picture(
    visit: Visit, name: str, query: MetricQuery, ask: Callable[[Moment], Answer[Any]]
) -> Chart | None:
    """What is compared, beside what is known of it now where that is otherwise."""
    now = () if visit.now is None else query.compared(ask(visit.now).rows)
    then = query.compared(ask(visit.moment).rows)
    return picture(_title(name), then, visit.links, visit.moment.as_of, now)


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _answer(visit: Visit, chosen: Projection, query: MetricQuery, moment: Moment) -> Answer[Any]:
    if query.moments is not None:
        return moments(visit.timeline, moment, chosen.name, query.own, query.moments)
    return metric(visit.timeline, moment, chosen.name, query.own)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a metric, as a form has it."""

    name: str
    meaning: str
    value: str
    default: str
    choices: Sequence[str]
    """What it can be; none: any text."""


def _fields(chosen: Projection, given: Mapping[str, Any]) -> list[Parameter]:
    schema = chosen.parameters.model_json_schema()
    definitions = schema.get("$defs", {})
    return [
        Parameter(
            name,
            str(field.get("description", "")),
            str(given.get(name, "")),
            "" if field.get("default") is None else str(field["default"]),
            _choices(field, definitions),
        )
        for name, field in schema.get("properties", {}).items()
    ]


def _choices(field: Mapping[str, Any], definitions: Mapping[str, Any]) -> Sequence[str]:
    for each in (field, *field.get("anyOf", ())):
        named = definitions.get(str(each.get("$ref", "")).rpartition("/")[2], each)
        if "enum" in named:
            return list(map(str, named["enum"]))
        if named.get("type") == "boolean":
            return ["true", "false"]
    return []
