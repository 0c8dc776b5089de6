"""lineage: where the figures of a metric come from: points, their events, and the sources of those.

It is a tree that opens without a script; what is not shown for length is counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.metric import metric
from ecosys.event.citation import Citation
from ecosys.event.recorded import Recorded
from ecosys.projection import Point, get_projection
from ecosys.values import instant, words
from ecosys_api.page import cells
from ecosys_api.page.page import Page, show
from ecosys_api.page.visit import Visit
from ecosys_api.pages.metric import MetricQuery
from ecosys_api.parameters import Name
from ecosys_api.tables.points import value

router = APIRouter(include_in_schema=False)
POINTS = 20
"""How many points stand on one page of a tree."""
MAX_EVENTS = 40
"""How many events of a point are shown."""
FEW = 3
"""So few points are shown opened."""


class LineageQuery(MetricQuery):
    """Which figures of a metric: its own parameters besides."""

    about: Annotated[str | None, Field(max_length=240)] = None
    """Only the points about this subject, as it stands in them."""
    at: Annotated[str | None, Field(max_length=64)] = None
    """Only the points of this date, as it stands in them."""


@router.get("/metrics/{name}/explain")
async def read_lineage(
    request: Request, name: Name, query: Annotated[LineageQuery, Query()]
) -> Response:
    """What the figures of a metric rest on, down to the sources."""
    return await show(request, query, partial(_page, name=name, query=query))


@dataclass(frozen=True, slots=True)
class Leaf:
    """An event that a point rests on."""

    record: Recorded
    what: str
    stated: str
    recorded: str
    sources: Sequence[Citation]


@dataclass(frozen=True, slots=True)
class Branch:
    """A point with the events that it rests on."""

    point: Point
    value: str
    labels: str
    leaves: Sequence[Leaf]
    more: int
    """How many events it rests on besides."""
    sources: int
    """How many sources those that are shown were read from."""


def _page(visit: Visit, name: str, query: LineageQuery) -> Page:
    chosen = get_projection(name)
    result = visit.timeline.project(name, visit.moment, query.own)
    rows = metric(visit.timeline, visit.moment, name, query.own).rows
    points = [each for each in rows if _is_wanted(each, query)]
    pages = max(1, -(-len(points) // POINTS))
    page = min(query.page, pages)
    shown = points[(page - 1) * POINTS : page * POINTS]
    path, title = f"/metrics/{name}", name.replace("_", " ")

    def to(number: int) -> str:
        asked = {**query.asked, "page": number if number > 1 else None}
        return visit.links.page(f"{path}/explain", **asked) if 1 <= number <= pages else ""

    return Page(
        "lineage.html",
        title=f"Where {title} comes from",
        summary=f"The figures of {title}, the events that they rest on, and where those were read.",
        answer=f"{path}/explain",
        parameters={**query.own, "at": query.at if shown else None},
        values={
            "metric": chosen,
            "query": query,
            "own": query.own,
            "through": result.through,
            "branches": _branches(visit, shown),
            "opened": len(points) <= FEW,
            "count": len(points),
            "whole": len(rows),
            "page_number": page,
            "pages": pages,
            "before": to(page - 1),
            "after": to(page + 1),
            "all": visit.links.answer(f"{path}/explain", **query.own),
        },
    )


def _is_wanted(point: Point, query: LineageQuery) -> bool:
    return query.about in (None, point.subject) and query.at in (None, point.at)


def _branches(visit: Visit, points: Sequence[Point]) -> list[Branch]:
    positions = {position for point in points for position in point.because[:MAX_EVENTS]}
    leaves = {record.position: _leaf(visit, record) for record in visit.timeline.at(positions)}
    return [_branch(point, leaves) for point in points]


def _branch(point: Point, leaves: Mapping[int, Leaf]) -> Branch:
    shown = [leaves[position] for position in point.because[:MAX_EVENTS]]
    sources = {(each.source, each.url) for leaf in shown for each in leaf.sources}
    return Branch(
        point,
        f"{value(point)} {cells.plain(point.unit)}",
        "; ".join(_labels(point)),
        shown,
        len(point.because) - len(shown),
        len(sources),
    )


def _labels(point: Point) -> Iterator[str]:
    yield from (
        f"{cells.plain(name)} {words.grouped(cells.plain(text))}"
        for name, text in point.labels.items()
    )
    yield from (cells.plain(mark) for mark in point.marks)


def _leaf(visit: Visit, record: Recorded) -> Leaf:
    event = record.event
    stated, basis = event.statement_time
    return Leaf(
        record,
        event.describe(),
        f"{stated}, {cells.plain(basis)}" if stated else "not dated",
        instant.day_of(record.recorded_at),
        visit.citations(event),
    )
