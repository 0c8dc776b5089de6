"""vintages: what a metric said with less knowledge: a fan or steps, and the same in rows."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict

from ecosys.answers.metric import metric
from ecosys.answers.moments import runs_by_itself
from ecosys.projection import Projection, get_projection
from ecosys.values import instant
from ecosys.values.period import Every, ends
from ecosys_api.charts.vintages import Vintage, vintage_chart
from ecosys_api.page import cells
from ecosys_api.page.listing import ListingQuery, part
from ecosys_api.page.page import Page, show
from ecosys_api.page.pictures import Shown, ThemedQuery, chart_routes, located, show_chart
from ecosys_api.page.visit import Visit
from ecosys_api.parameters import Name
from ecosys_api.tables import vintages as vintages_table

router = APIRouter(include_in_schema=False)
SPANS: Mapping[Every, int] = {"year": 4 * 366, "month": 366}
"""How many days back vintages are looked for, by how far they are apart."""


MAX_POINTS = 1000
"""How many points a metric may have for its vintages to be looked for."""


class VintagesQuery(ListingQuery):
    """What is asked of a metric: its own parameters, which it checks itself."""

    model_config = ConfigDict(extra="allow")

    @property
    def own(self) -> Mapping[str, Any]:
        """The metric's own parameters."""
        return self.model_extra or {}


class VintagesChartQuery(ThemedQuery, VintagesQuery):
    """What is asked of a metric, and how the picture is coloured."""


@router.get("/metrics/{name}/vintages")
async def read_vintages(
    request: Request, name: Name, query: Annotated[VintagesQuery, Query()]
) -> Response:
    """What a metric said with the knowledge of several days."""
    return await show(request, query, partial(_page, name=name, query=query))


@chart_routes(router, "/metrics/{name}/vintages")
async def read_vintages_chart(
    request: Request, name: Name, query: Annotated[VintagesChartQuery, Query()]
) -> Response:
    """The same as a picture."""
    return await show_chart(request, query, partial(_shown, name=name, query=query))


def _page(visit: Visit, name: str, query: VintagesQuery) -> Page:
    chosen = get_projection(name)
    path, title = f"/metrics/{name}/vintages", _title(name)
    known = _vintages(visit, chosen, query.own)
    chart = vintage_chart(title, known, visit.links, visit.moment.as_of)
    layout = vintages_table.layout(visit, vintages_table.labels_of(known))
    return Page(
        "vintages.html",
        title=f"{title}: what was known when",
        summary=f"What {name.replace('_', ' ')} said with the knowledge of each "
        f"{_every(chosen)}, beside what it says now.",
        answer=path,
        parameters=query.own,
        values={
            "name": name,
            "most": MAX_POINTS,
            "is_looked_for": bool(known),
            "asked_there": query.own,
            "picture": located(chart, visit.links, path, query.own),
            "part": part(visit, layout.table(vintages_table.changes(known)), query, path),
        },
    )


def _shown(visit: Visit, name: str, query: VintagesChartQuery) -> Shown:
    known = _vintages(visit, get_projection(name), query.own)
    chart = vintage_chart(_title(name), known, visit.links, visit.moment.as_of)
    events = {id for each in known for point in each.points for id in point.events}
    return Shown(chart, f"/metrics/{name}/vintages", events, query.own)


def _vintages(visit: Visit, chosen: Projection, given: Mapping[str, Any]) -> Sequence[Vintage]:
    """What a metric said with the knowledge of ends of years or months, and of the moment, last.

    None of a metric that says more than is looked through.
    """
    moment, every = visit.moment, _every(chosen)
    if len(metric(visit.timeline, moment, chosen.name, given).rows) > MAX_POINTS:
        return ()
    days = ends(moment.known_at - SPANS[every] * instant.DAY, moment.known_at, every)
    if every == "year":  # they differ much: each is asked for alone
        given_at = {at: moment.knowing(at) for at in days}
        ask = partial(metric, visit.timeline, name=chosen.name, parameters=given)
        return [Vintage(at, ask(moment=given_at[at]).rows) for at in days]
    course = visit.timeline.course(chosen.name, moment, given)
    return [Vintage(at, course.points(at)) for at in reversed(days)][::-1]


def _every(chosen: Projection) -> Every:
    """How far vintages are apart: those of what runs through time say much each."""
    return "year" if runs_by_itself(chosen) else "month"


def _title(name: str) -> str:
    return cells.plain(name).capitalize()
