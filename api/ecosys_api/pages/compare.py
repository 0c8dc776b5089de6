"""compare: models side by side, or providers: what they cost, can, did, and when they end."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, model_validator

from ecosys.answers.answer import Unanswered
from ecosys.answers.subjects import SubjectRow, subjects
from ecosys.errors import NotFound
from ecosys.moment import Moment
from ecosys.values import when
from ecosys_api.charts.chart import Chart
from ecosys_api.charts.lanes import LaneChart
from ecosys_api.charts.lifeline import lifelines
from ecosys_api.charts.steps import Line, Step, step_chart
from ecosys_api.page import cells
from ecosys_api.page.page import Page, show
from ecosys_api.page.query import PageQuery
from ecosys_api.page.visit import Visit
from ecosys_api.pages import _models_compared, _providers_compared
from ecosys_api.pages._models_compared import Workload
from ecosys_api.tables import life
from ecosys_api.tables import traits as traits_table
from ecosys_api.tables.traits import Trait

router = APIRouter(include_in_schema=False)
PATH = "/compare"
MAX_COMPARED = 8
"""How many are set side by side at once."""
EXAMPLES = {
    "models": "openai/o3, anthropic/claude-sonnet-5, google/gemini-2.5-pro",
    "providers": "openai, anthropic, google, mistral",
}
Count = Annotated[int, Field(ge=0, le=10**12)]
Names = Annotated[str | None, Field(max_length=1000)]


class CompareQuery(PageQuery):
    """What is set side by side, and what it would have to do."""

    models: Names = None
    """Models, with commas or spaces between them."""
    providers: Names = None
    """Providers instead, with commas or spaces between them."""
    input: Count = 1000
    """Tokens that go in with each request of a workload and come from no cache."""
    output: Count = 500
    """Tokens that come out of each."""
    cache_read: Count = 0
    """Tokens of each that are read from a cache."""
    requests: Annotated[int, Field(ge=1, le=10**9)] = 100_000
    """How many requests there are."""

    @model_validator(mode="after")
    def _compares_like_with_like(self) -> "CompareQuery":
        if self.models is not None and self.providers is not None:
            raise ValueError("models or providers are compared, not both at once")
        return self

    @property
    def kind(self) -> str:
        """What is compared: models or providers."""
        return "models" if self.providers is None else "providers"

    @property
    def names(self) -> list[str]:
        """What is compared."""
        given = (self.models or self.providers or "").replace(",", " ").split()
        return list(dict.fromkeys(given))[:MAX_COMPARED]

    @property
    def workload(self) -> Workload:
        """What is to be done."""
        counters = {name: getattr(self, name) for name in ("input", "output", "cache_read")}
        return Workload(counters, self.requests)


@router.get(PATH)
async def read_comparison(request: Request, query: Annotated[CompareQuery, Query()]) -> Response:
    """Models or providers side by side."""
    return await show(request, query, partial(_page, query=query))


def _page(visit: Visit, query: CompareQuery) -> Page:
    @cache
    def ask(moment: Moment) -> tuple[Sequence[SubjectRow], Sequence[Unanswered]]:
        return _asked(visit, query, moment)

    rows, unanswered = ask(visit.moment)
    names = [row.subject for row in rows]
    table = visit.table(
        traits_table.layout(visit, names, "Name what you would compare."),
        _traits(visit, query, names, lambda moment: ask(moment)[0]),
    )
    is_models = query.kind == "models"
    return Page(
        "compare.html",
        title=f"{', '.join(names)} compared" if names else "Compare",
        summary="What models cost, can and did, side by side; or what providers do.",
        answer="/subjects" if names else f"/{query.kind}",
        parameters={"subject": names} if names else {},
        values={
            "query": query,
            "names": names,
            "example": EXAMPLES[query.kind],
            "examples": EXAMPLES,
            "unanswered": unanswered,
            "table": visit.shown(table) if names else table,
            "life": _lives(visit, rows) if is_models else None,
            "charts_of": list(_charts(visit, rows)) if is_models else [],
        },
    )


def _asked(
    visit: Visit, query: CompareQuery, moment: Moment
) -> tuple[Sequence[SubjectRow], Sequence[Unanswered]]:
    """What is known of those that are compared, and those of which nothing is."""
    if not query.names:
        return (), ()
    try:
        answer = subjects(visit.timeline, moment, query.names)
    except NotFound:
        if len(query.names) == 1:
            raise
        return (), [Unanswered(name, f"{name} is not known.", ()) for name in query.names]
    wanted = [row for row in answer.rows if ("/" in row.subject) == (query.kind == "models")]
    others = [row.subject for row in answer.rows if row not in wanted]
    odd = [Unanswered(name, f"{name} is none of the {query.kind}.", ()) for name in others]
    return wanted, [*answer.unanswered, *odd]


def _traits(
    visit: Visit,
    query: CompareQuery,
    names: Sequence[str],
    ask: Callable[[Moment], Sequence[SubjectRow]],
) -> Callable[[Moment], Sequence[Trait]]:
    """What gives the traits of those that are known at the moment of the page, at any moment."""

    def traits(moment: Moment) -> Sequence[Trait]:
        rows = [row for row in ask(moment) if row.subject in names]
        if [row.subject for row in rows] != list(names):
            return ()
        if query.kind == "models":
            return _models_compared.traits(visit, moment, rows, query.workload)
        return _providers_compared.traits(visit, moment, rows)

    return traits


def _lives(visit: Visit, rows: Sequence[SubjectRow]) -> LaneChart | None:
    def stages(row: SubjectRow) -> Sequence[life.Stage]:
        view = visit.timeline.view(visit.moment, "launched", subject=row.subject)
        return life.stages(view, row.subject, row.deprecations)

    lives = {row.subject: stages(row) for row in rows}
    return lifelines("Their lives", lives, visit.links, visit.moment.as_of)


def _charts(visit: Visit, rows: Sequence[SubjectRow]) -> Iterator[Chart]:
    """How the prices of input ran, and those of output."""
    for direction in ("input", "output"):
        lines = [line for row in rows if (line := _line(visit, row, direction)) is not None]
        chart = step_chart(f"Price of {direction} per million tokens", lines, visit.moment.as_of)
        if chart is not None:
            yield chart


def _line(visit: Visit, row: SubjectRow, direction: str) -> Line | None:
    steps = [
        Step(
            when.parse(step.at).start,
            None if step.per_million is None else float(step.per_million),
            f"{step.at}: {row.subject} {cells.money(step.per_million, step.currency) or 'none'}",
            visit.links.event(step.events[0]),
        )
        for step in row.price_steps
        if step.direction == direction and step.region is None and step.at != "unknown"
    ]
    return Line(row.subject, steps) if steps else None
