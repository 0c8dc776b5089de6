"""home: the ecosystem at a glance: what happened, what changed lately, what ends next."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.changes import ChangeRow, news, notable
from ecosys.answers.deprecations import DeprecationRow, deprecations
from ecosys.answers.metric import metric
from ecosys.answers.sources import newest
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.moment import Moment
from ecosys.projection import Point
from ecosys.values import instant, when
from ecosys_api.charts import ecosystem
from ecosys_api.charts.ecosystem import Happening
from ecosys_api.charts.lane_spec import lane_spec
from ecosys_api.charts.lanes import Kind, Lane, lane_chart
from ecosys_api.page.page import Page, show
from ecosys_api.page.pictures import Shown, ThemedQuery, chart_routes, forms_at, show_chart
from ecosys_api.page.query import PageQuery
from ecosys_api.page.visit import Visit
from ecosys_api.pages._headlines import headlines
from ecosys_api.tables import changes as changes_table
from ecosys_api.tables import deprecations as ends_table

router = APIRouter(include_in_schema=False)
SHOWN = 10
"""How many changes and ends are shown."""
FIRST_YEAR = 2020
"""The year in which the first model of today's kind was sold."""
TIMELINE = "/ecosystem"
"""Where the timeline is to be had alone, beneath the other charts."""
TITLE = "What providers launched, priced, agreed and ended"


class HomeQuery(PageQuery):
    """How much of the timeline is shown."""

    since: Annotated[int | None, Field(ge=2015, le=2100)] = None
    """From which year on."""
    kind: Kind | None = None
    """Only marks of one kind."""
    provider: Annotated[str | None, Field(max_length=100)] = None
    """Only the lane of one provider."""


class HomeChartQuery(ThemedQuery, HomeQuery):
    """The same, and how the picture is coloured."""


@router.get("/")
async def read_home(request: Request, query: Annotated[HomeQuery, Query()]) -> Response:
    """The ecosystem at a glance."""
    return await show(request, query, partial(_page, query=query))


@chart_routes(router, TIMELINE)
async def read_timeline(request: Request, query: Annotated[HomeChartQuery, Query()]) -> Response:
    """The timeline as a picture."""
    return await show_chart(request, query, partial(_shown, query=query))


def _page(visit: Visit, query: HomeQuery) -> Page:
    first, this_year = _first_year(visit, query), int(visit.day[:4])

    @cache
    def ends(moment: Moment) -> Sequence[DeprecationRow]:
        """All ends, wherever they are."""
        return deprecations(visit.timeline, moment, channel=ANY_CHANNEL).rows

    def next_ends(moment: Moment) -> Sequence[DeprecationRow]:
        return [row for row in ends(moment) if (row.shutdown or "") > visit.day]

    changed = visit.table(changes_table.layout(visit), partial(_changes, visit))
    ending = visit.table(ends_table.brief(visit, "Nothing ends after it."), next_ends)
    own = [row for row in ends(visit.moment) if row.channel == FIRST_PARTY]
    start = when.parse(str(first)).start
    lanes = ecosystem.lanes(_happenings(visit, own), visit.links, start)
    as_of = visit.moment.as_of
    figures = headlines(visit, ends)
    return Page(
        "home.html",
        title="The record of the AI developer ecosystem",
        summary="What did it cost, when does it die, and what did we know then: with the receipt.",
        answer="/changes",
        parameters={"since": "30d"},
        otherwise=sum(bool(each.now) for each in figures),
        values={
            "chart": lane_chart(TITLE, _asked(lanes, query), as_of, start, apart=True),
            "forms": forms_at(visit.links, TIMELINE, query.asked),
            "query": query,
            "since": first,
            "years": range(FIRST_YEAR, this_year + 1),
            "providers": [lane.name for lane in lanes],
            "headlines": figures,
            "changed": visit.shown(changed, SHOWN, visit.links.answer("/changes.md", since="30d")),
            "ending": visit.shown(ending, SHOWN, visit.links.page("/deprecations", within="365d")),
            "newest": instant.day_of(newest(visit.timeline, visit.moment)),
        },
    )


def _happenings(visit: Visit, ends: Iterable[DeprecationRow]) -> Iterator[Happening]:
    """What everyone did, `ends` among it."""

    def points(name: str, **parameters: object) -> Sequence[Point]:
        return metric(visit.timeline, visit.moment, name, parameters).rows

    yield from ecosystem.launches(points("timeline", type="launched"))
    yield from ecosystem.ties(points("ties"))
    moved = points("price_history", tier="standard", direction="input")
    yield from ecosystem.price_moves(moved)
    yield from ecosystem.ends(ends)


def _asked(lanes: Sequence[Lane], query: HomeQuery) -> Sequence[Lane]:
    """The lanes and marks that are asked for."""
    return [
        replace(lane, marks=[mark for mark in lane.marks if query.kind in (None, mark.kind)])
        for lane in lanes
        if query.provider in (None, lane.name)
    ]


def _shown(visit: Visit, query: HomeChartQuery) -> Shown:
    """The timeline as a chart that leaves its page."""
    ends = deprecations(visit.timeline, visit.moment).rows
    happened = list(_happenings(visit, ends))
    start = when.parse(str(_first_year(visit, query))).start
    lanes = _asked(ecosystem.lanes(happened, visit.links, start), query)
    chart = lane_spec(TITLE, lanes, visit.moment.as_of, start)
    drawn = {lane.name for lane in lanes}
    events = {each.event for each in happened if each.provider in drawn}
    return Shown(chart, "/", events, query.asked)


def _first_year(visit: Visit, query: HomeQuery) -> int:
    return min(query.since or FIRST_YEAR, int(visit.day[:4]))


def _changes(visit: Visit, moment: Moment) -> Sequence[ChangeRow]:
    return notable(news(visit.timeline, moment, "30d"))
