"""cost: what a workload costs at several models, and would have cost over the past two years."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.cost import CostRow, cost
from ecosys.answers.metric import metric
from ecosys.domain.prices import STANDARD
from ecosys.errors import EcosysError
from ecosys.moment import Moment
from ecosys.values import instant, when
from ecosys_api.charts.chart import Chart
from ecosys_api.charts.steps import Line, Step, step_chart
from ecosys_api.page import cells
from ecosys_api.page.page import Page, show
from ecosys_api.page.pictures import Shown, ThemedQuery, chart_routes, located, show_chart
from ecosys_api.page.query import PageQuery
from ecosys_api.page.visit import Visit
from ecosys_api.tables import costs

router = APIRouter(include_in_schema=False)
MAX_MODELS = 6
"""How many models are compared at once."""
TWO_YEARS = 730
COUNTERS = ("input", "output", "cache_read")
Count = Annotated[int, Field(ge=0, le=10**12)]


class CostQuery(PageQuery):
    """A workload, and the models that might do it."""

    model: Annotated[str | None, Field(max_length=1000)] = None
    """The models to be compared, with commas or spaces between them."""
    input: Count = 1000
    """Tokens that go in with each request and come from no cache."""
    output: Count = 500
    """Tokens that come out of each."""
    cache_read: Count = 0
    """Tokens of each that are read from a cache."""
    requests: Annotated[int, Field(ge=1, le=10**9)] = 100_000
    """How many requests there are."""
    tier: Annotated[str, Field(max_length=40)] = STANDARD
    """How they are served."""
    currency: Annotated[str | None, Field(pattern="^[A-Z]{3}$")] = None
    """The currency to charge in."""

    @property
    def models(self) -> list[str]:
        """The models that are compared."""
        return list(dict.fromkeys((self.model or "").replace(",", " ").split()))[:MAX_MODELS]

    @property
    def counters(self) -> dict[str, int]:
        """The tokens of one request, by what they are."""
        return {name: getattr(self, name) for name in COUNTERS}


class CostChartQuery(ThemedQuery, CostQuery):
    """A workload, and how the picture of its cost is coloured."""


@router.get("/cost")
async def read_cost(request: Request, query: Annotated[CostQuery, Query()]) -> Response:
    """What a workload costs."""
    return await show(request, query, partial(_page, query=query))


def _page(visit: Visit, query: CostQuery) -> Page:
    first = query.models[0] if query.models else None
    table = visit.table(
        costs.layout(visit, "Name the models that you would compare."),
        lambda moment: [_charged(visit, query, name, moment) for name in query.models],
    )
    return Page(
        "cost.html",
        title="What would it cost?",
        summary="The cost of a workload at several models, now and over the past two years.",
        answer=f"/cost/{first}" if first else "/prices",
        parameters={**query.counters, "tier": query.tier, "currency": query.currency}
        if first
        else {},
        values={
            "query": query,
            "table": visit.shown(table),
            "chart": located(_chart(visit, query), visit.links, "/cost", query.asked),
        },
    )


@chart_routes(router, "/cost")
async def read_cost_chart(request: Request, query: Annotated[CostChartQuery, Query()]) -> Response:
    """How the cost of a workload ran."""
    return await show_chart(request, query, partial(_shown, query=query))


def _shown(visit: Visit, query: CostChartQuery) -> Shown:
    charges = (_charged(visit, query, name, visit.moment) for name in query.models)
    events = {id for charge in charges for id in charge.events}
    return Shown(_chart(visit, query), "/cost", events, query.asked)


def _charged(visit: Visit, query: CostQuery, name: str, moment: Moment) -> costs.Charge:
    """What the workload costs at a model; why that is not known, where it is not."""
    try:
        row, resolved = _cost(visit, query, name, moment)
    except EcosysError as problem:
        return costs.Charge(name, None, query.requests, str(problem))
    return costs.Charge(resolved, row, query.requests, "")


def _cost(visit: Visit, query: CostQuery, name: str, moment: Moment) -> tuple[CostRow, str]:
    row, resolved = cost(
        visit.timeline,
        moment,
        name,
        query.counters,
        tier=query.tier,
        currency=query.currency,
    )
    return row, resolved.subject


def _chart(visit: Visit, query: CostQuery) -> Chart | None:
    lines = [line for name in query.models if (line := _line(visit, query, name)) is not None]
    title = f"What {query.requests:,} requests cost over two years"
    return step_chart(title, lines, visit.moment.as_of)


def _line(visit: Visit, query: CostQuery, name: str) -> Line | None:
    """What the workload cost at a model from each day on that one of its prices changed."""
    try:
        subject = visit.timeline.resolve(name, visit.moment).subject
    except EcosysError:
        return None
    steps: list[Step] = []
    for at in _turns(visit, subject):
        charge = _charged(visit, query, subject, visit.moment.at(at))
        value = None if charge.total is None else float(charge.total)
        day = instant.day_of(at)
        text = f"{day}: {subject} {cells.money(charge.total, charge.currency) or 'no price'}"
        if not steps or steps[-1].value != value:
            href = visit.links.event(charge.events[0]) if charge.events else ""
            steps.append(Step(at, value, text, href or visit.links.subject(subject)))
    return Line(subject, steps) if steps else None


def _turns(visit: Visit, subject: str) -> list[int]:
    """The days of two years on which a price of a subject changed, and the first of them."""
    first = visit.moment.as_of - TWO_YEARS * instant.DAY
    points = metric(visit.timeline, visit.moment, "price_history", {"subject": subject}).rows
    dates = {when.parse(point.at).end - 1 for point in points if point.at != "unknown"}
    return sorted({first, *(at for at in dates if first < at <= visit.moment.as_of)})
