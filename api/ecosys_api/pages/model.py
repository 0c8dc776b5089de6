"""model: all about one model, or another thing beneath a provider."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.conflicts import ConflictRow, conflicts
from ecosys.answers.metric import metric
from ecosys.answers.models import ModelRow
from ecosys.answers.revisions import RevisionRow
from ecosys.answers.sources import StaleRow, stale
from ecosys.answers.subjects import SubjectRow, subject
from ecosys.domain.prices import STANDARD
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Moment
from ecosys.projection import Point
from ecosys_api.charts.chart import Chart
from ecosys_api.charts.lifeline import lifeline
from ecosys_api.charts.prices import lines_of, withdrawn
from ecosys_api.charts.steps import Line, step_chart
from ecosys_api.page import cells
from ecosys_api.page.figures import NOTHING, Figure, figures_beside
from ecosys_api.page.page import Elsewhere, Page, show
from ecosys_api.page.pictures import Shown, ThemedQuery, chart_routes, located, show_chart
from ecosys_api.page.query import PageQuery
from ecosys_api.page.table import Layout, Row, Table
from ecosys_api.page.visit import Ask, Visit
from ecosys_api.parameters import Name
from ecosys_api.tables import (
    deprecations,
    disputes,
    happenings,
    life,
    names,
    offers,
    price_points,
    properties,
    revisions,
    successors,
)

router = APIRouter(include_in_schema=False)
ALL = "all"
"""Asks for every tier."""


class ModelQuery(PageQuery):
    """Which prices of the model are drawn."""

    channel: Annotated[str | None, Field(max_length=100)] = None
    """Who sells it; default the provider itself."""
    tier: Annotated[str | None, Field(max_length=40)] = None
    """How it is served; default standard."""


class ModelChartQuery(ThemedQuery, ModelQuery):
    """Which prices of the model are drawn, and how the picture is coloured."""


@router.get("/models/{name:path}")
async def read_model(
    request: Request, name: Name, query: Annotated[ModelQuery, Query()]
) -> Response:
    """All that is known of one model."""
    return await show(request, query, partial(_page, name=name, query=query))


def _page(visit: Visit, name: str, query: ModelQuery) -> Page | Elsewhere:
    resolved = visit.timeline.resolve(name, visit.moment)
    about = resolved.subject
    if "/" not in about:
        return Elsewhere(visit.links.subject(about))
    asked = _asked(visit, about, query)
    row = asked.row(visit.moment)
    now = None if visit.now is None else _figures(asked.row(visit.now).as_model)
    figures = figures_beside(_figures(row.as_model), now)
    return Page(
        "model.html",
        title=about,
        summary=f"What {about} cost, costs and will cost, when it ends, and who says so.",
        answer=f"/subjects/{about}",
        path=f"/models/{about}",
        otherwise=sum(bool(each.now) for each in figures),
        values={
            "row": row,
            "model": row.as_model,
            "resolved": resolved,
            "figures": figures,
            "life": lifeline(about, asked.life(visit.moment), visit.links, visit.moment.as_of),
            "chart": located(_chart(asked), visit.links, f"/models/{about}/prices", query.asked),
            "tables": _tables(asked),
            "choices": _choices(row, asked),
            "chosen": {"channel": asked.channel, "tier": asked.tier},
        },
    )


@chart_routes(router, "/models/{name:path}/prices")
async def read_model_prices(
    request: Request, name: Name, query: Annotated[ModelChartQuery, Query()]
) -> Response:
    """How the prices of a model ran."""
    return await show_chart(request, query, partial(_prices, name=name, query=query))


def _prices(visit: Visit, name: str, query: ModelChartQuery) -> Shown:
    asked = _asked(visit, visit.timeline.resolve(name, visit.moment).subject, query)
    events = {id for point in asked.points(visit.moment) for id in point.events}
    return Shown(_chart(asked), f"/models/{asked.about}", events, query.asked)


def _asked(visit: Visit, about: str, query: ModelQuery) -> "_Asked":
    return _Asked(visit, about, query.channel or FIRST_PARTY, query.tier or STANDARD)


class _Asked:
    """What is asked about one subject, each answer once for each moment."""

    def __init__(self, visit: Visit, about: str, channel: str, tier: str) -> None:
        self.visit, self.about, self.channel, self.tier = visit, about, channel, tier
        self.row = cache(self._row)
        self.points = cache(self._points)

    def part(self, name: str) -> Ask:
        """What gives a field of all that is known of the subject."""
        return lambda moment: cast("Sequence[Any]", getattr(self.row(moment), name))

    def offers(self, moment: Moment) -> Sequence[offers.Offer]:
        """What is sold of it, and where."""
        return offers.offers(self.row(moment).prices)

    def successions(self, moment: Moment) -> Sequence[Point]:
        """Whose place it took, and what took its place."""
        answer = metric(self.visit.timeline, moment, "successor_price_ratio", {})
        pairs = [each for each in answer.rows if "predecessor" in each.labels]
        return [each for each in pairs if self.about in (each.subject, each.labels["predecessor"])]

    def life(self, moment: Moment) -> Sequence[life.Stage]:
        """Its stages, one after the other."""
        view = self.visit.timeline.view(moment, "launched", subject=self.about)
        return life.stages(view, self.about, self.row(moment).deprecations)

    def came_otherwise(self, moment: Moment) -> Sequence[RevisionRow]:
        """What was announced, or said by a source, and is not so."""
        return [row for row in self.row(moment).revisions if row.fault != "ours"]

    def stood_wrong(self, moment: Moment) -> Sequence[RevisionRow]:
        """What we had wrong."""
        return [row for row in self.row(moment).revisions if row.fault == "ours"]

    def said(self, moment: Moment) -> Mapping[str, StaleRow]:
        """When somebody last said its prices and its ends that are in force, by event."""
        rows = stale(self.visit.timeline, moment, 0, self.about).rows
        return {id: row for row in rows for id in row.events}

    def disputes(self, moment: Moment) -> Sequence[ConflictRow]:
        """Where sources differ on it."""
        return conflicts(self.visit.timeline, moment, self.about).rows

    def _row(self, moment: Moment) -> SubjectRow:
        return subject(self.visit.timeline, moment, self.about).rows[0]

    def _points(self, moment: Moment) -> Sequence[Point]:
        tier = None if self.tier == ALL else self.tier
        given = {"subject": self.about, "channel": self.channel, "tier": tier}
        answer = metric(self.visit.timeline, moment, "price_history", given)
        return [point for point in answer.rows if point.subject == self.about]


def _tables(asked: _Asked) -> dict[str, Table]:
    visit = asked.visit
    sections: dict[str, tuple[Layout, Ask]] = {
        "offers": (offers.layout(visit, subjects=False), asked.offers),
        "ends": (deprecations.layout(visit), asked.part("deprecations")),
        "ran": (price_points.layout(), asked.points),
        "life": (life.layout(), asked.life),
        "names": (names.layout(visit), asked.part("names")),
        "came_otherwise": (revisions.layout(), asked.came_otherwise),
        "stood_wrong": (revisions.layout(revisions.OURS), asked.stood_wrong),
        "properties": (properties.layout(), asked.part("properties")),
        "successors": (successors.layout(visit), asked.successions),
        "disputes": (disputes.layout(), asked.disputes),
        "happenings": (happenings.layout(visit, subjects=False), asked.part("happenings")),
    }
    made = {name: visit.shown(visit.table(layout, ask)) for name, (layout, ask) in sections.items()}
    said = asked.said(visit.moment)
    return made | {name: _confirmed(made[name], said) for name in ("offers", "ends")}


def _chart(asked: _Asked) -> Chart | None:
    visit = asked.visit
    lines = lines_of(asked.points(visit.moment), visit.links)
    if visit.now is not None:
        latest = lines_of(asked.points(visit.now), visit.links, is_other=True)
        then = {line.name: line.steps for line in lines}
        lines += [line for line in latest if line.steps != then.get(line.name)]
    lines += _withdrawn(asked)
    return step_chart(f"How the prices of {asked.about} ran", lines, visit.moment.as_of)


def _withdrawn(asked: _Asked) -> Iterator[Line]:
    """What was said of the prices that are drawn, and is not so."""
    visit, tier = asked.visit, None if asked.tier == ALL else asked.tier
    rows = {row.because[0]: row for row in asked.row(visit.moment).revisions if _is_other(row)}
    for record in visit.timeline.at(rows.keys()):
        said = record.event
        if isinstance(said, PriceChanged) and asked.channel in (said.channel, ANY_CHANNEL):
            yield from withdrawn(said, rows[record.position], tier, visit.links)


def _is_other(row: RevisionRow) -> bool:
    """Whether what was said is not so, and not only better sourced."""
    return bool(row.becomes) or row.kind != "corrected"


def _figures(model: ModelRow | None) -> list[Figure]:
    """The values at the head of the page; none, where it is no model."""
    if model is None:
        return []
    currency, each = model.currency or "USD", "per million tokens"
    context, bound = model.context_window, model.shutdown_bound
    at_earliest = "at the earliest" if bound == "not_before" else ""
    return [
        Figure("input", "input", cells.money(model.input, currency) or NOTHING, note=each),
        Figure("output", "output", cells.money(model.output, currency) or NOTHING, note=each),
        Figure(
            "context",
            "context window",
            cells.number(context) or NOTHING,
            note="tokens" if context else "not stated",
        ),
        Figure(
            "launched",
            "launched",
            model.launched or NOTHING,
            note="" if model.launched else "not known",
        ),
        Figure(
            "ends",
            "ends",
            model.shutdown or NOTHING,
            note=at_earliest if model.shutdown else "no end announced",
        ),
    ]


def _confirmed(table: Table, rows: Mapping[str, StaleRow]) -> Table:
    """A table whose receipts tell when somebody last said the same."""

    def told(row: Row) -> Row:
        days = [rows[id].last_stated for id in row.receipt.events if id in rows]
        confirmed = min(days, default="")  # a list is as fresh as the line said longest ago
        return replace(row, receipt=replace(row.receipt, confirmed=confirmed))

    return replace(table, rows=[told(row) for row in table.rows])


def _choices(row: SubjectRow, asked: _Asked) -> dict[str, list[str]]:
    """What can be drawn: the sellers and the tiers that have a price."""
    channels = {FIRST_PARTY, asked.channel, *(price.channel for price in row.prices)}
    tiers = {STANDARD, asked.tier, *(price.tier for price in row.prices)}
    return {
        "channel": [*sorted(channels - {ANY_CHANNEL}), ANY_CHANNEL],
        "tier": [*sorted(tiers - {ALL}), ALL],
    }
