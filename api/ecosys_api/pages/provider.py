"""provider: what one provider launched, sells, ends and agreed."""

from collections.abc import Sequence
from functools import cache, partial
from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request, Response

from ecosys.answers.changes import changes, notable
from ecosys.answers.conflicts import conflicts
from ecosys.answers.deprecations import DeprecationRow, deprecations
from ecosys.answers.metric import metric
from ecosys.answers.models import ModelRow, models
from ecosys.answers.subjects import SubjectRow, subject
from ecosys.domain.prices import STANDARD
from ecosys.errors import NotFound
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.moment import Moment
from ecosys.projection import Point
from ecosys.values import words
from ecosys_api.charts import ecosystem
from ecosys_api.charts.lanes import Kind, Lane, LaneChart, lane_chart
from ecosys_api.page import cells
from ecosys_api.page.figures import NOTHING, Figure, figures_beside
from ecosys_api.page.page import Elsewhere, Page, show
from ecosys_api.page.query import PageQuery
from ecosys_api.page.table import Layout, Table
from ecosys_api.page.visit import Ask, Visit
from ecosys_api.parameters import Name
from ecosys_api.tables import changes as changes_table
from ecosys_api.tables import deprecations as ends_table
from ecosys_api.tables import disputes, happenings, properties
from ecosys_api.tables import models as models_table

router = APIRouter(include_in_schema=False)
SHOWN = 25
"""How many rows of a section are shown."""
KINDS: tuple[tuple[Kind, str], ...] = (
    ("launch", "launches"),
    ("price", "prices"),
    ("tie", "partners"),
    ("end", "ends"),
)
"""What has a lane of its own in the picture of a provider."""


@router.get("/providers/{name}")
async def read_provider(
    request: Request, name: Name, query: Annotated[PageQuery, Query()]
) -> Response:
    """All that is known of one provider."""
    return await show(request, query, partial(_page, name=name))


def _page(visit: Visit, name: str) -> Page | Elsewhere:
    about = visit.timeline.resolve(name, visit.moment).subject
    if "/" in about:
        return Elsewhere(visit.links.subject(about))
    asked = _Asked(visit, about)
    row = asked.row(visit.moment)
    provider = row.as_provider
    now = None if visit.now is None else _figures(asked, visit.now)
    figures = figures_beside(_figures(asked, visit.moment), now)
    return Page(
        "provider.html",
        title=provider.name if provider else about,
        summary=f"What {about} launched, sells, ends and agreed, and who says so.",
        answer=f"/subjects/{about}",
        path=f"/providers/{about}",
        otherwise=sum(bool(each.now) for each in figures),
        values={
            "row": row,
            "provider": provider,
            "chart": _chart(asked),
            "tables": _tables(asked),
            "figures": figures,
        },
    )


class _Asked:
    """What is asked about one provider, each answer once for each moment."""

    def __init__(self, visit: Visit, about: str) -> None:
        self.visit, self.about = visit, about
        self.row = cache(self._row)
        self.ends = cache(self._ends)

    def part(self, name: str) -> Ask:
        """What gives a field of all that is known of the provider."""
        return lambda moment: cast("Sequence[Any]", getattr(self.row(moment), name))

    def models(self, moment: Moment) -> Sequence[ModelRow]:
        """Its models, the newest first."""
        return models(self.visit.timeline, moment, self.about).rows

    def changes(self, moment: Moment) -> Sequence[Any]:
        """What changed of it lately."""
        answer = changes(self.visit.timeline, moment, "90d", self.about)
        return notable(answer.rows)

    def coming(self, moment: Moment) -> Sequence[DeprecationRow]:
        """What of it ends, the next first."""
        return [row for row in self.ends(moment) if row.status != "ended"]

    def disputes(self, moment: Moment) -> Sequence[Any]:
        """Where sources differ on it."""
        return conflicts(self.visit.timeline, moment, self.about).rows

    def points(self, name: str, **parameters: object) -> Sequence[Point]:
        """The points of a metric about it."""
        given = {"subject": self.about, **parameters}
        return metric(self.visit.timeline, self.visit.moment, name, given).rows

    def _row(self, moment: Moment) -> SubjectRow:
        return subject(self.visit.timeline, moment, self.about).rows[0]

    def _ends(self, moment: Moment) -> Sequence[DeprecationRow]:
        return deprecations(self.visit.timeline, moment, self.about, ANY_CHANNEL).rows


def _tables(asked: _Asked) -> dict[str, Table]:
    visit, about = asked.visit, asked.about
    page, answer = visit.links.page, visit.links.answer
    sections: dict[str, tuple[Layout, Ask, str]] = {
        "models": (
            models_table.layout(visit, "No model of it is known."),
            asked.models,
            page("/models", provider=about),
        ),
        "ends": (
            ends_table.layout(visit, "Nothing of it is known to end."),
            asked.coming,
            page("/deprecations", provider=about),
        ),
        "changes": (
            changes_table.layout(visit, "Nothing of it changed in the 90 days before."),
            asked.changes,
            answer("/changes.md", subject=about, since="90d"),
        ),
        "happenings": (
            happenings.layout(visit),
            asked.part("happenings"),
            page("/metrics/timeline", subject=about),
        ),
        "properties": (
            properties.layout(),
            asked.part("properties"),
            page("/metrics/properties", subject=about),
        ),
        "disputes": (
            disputes.layout(),
            asked.disputes,
            answer("/conflicts.md", subject=about),
        ),
    }
    return {
        name: visit.shown(visit.table(layout, ask), SHOWN, all)
        for name, (layout, ask, all) in sections.items()
    }


def _chart(asked: _Asked) -> LaneChart | None:
    moment, links = asked.visit.moment, asked.visit.links
    own = (row for row in asked.ends(moment) if row.channel == FIRST_PARTY)
    happened = [
        *ecosystem.launches(asked.points("timeline", type="launched")),
        *ecosystem.ties(asked.points("ties")),
        *ecosystem.price_moves(asked.points("price_history", tier=STANDARD)),
        *ecosystem.ends(own),
    ]
    by_kind = {kind: [each for each in happened if each.kind == kind] for kind, _ in KINDS}
    lanes = [
        Lane(name, "", ecosystem.marks(by_kind[kind], links))
        for kind, name in KINDS
        if by_kind[kind]
    ]
    return lane_chart(f"What {asked.about} did", lanes, moment.as_of)


def _figures(asked: _Asked, moment: Moment) -> list[Figure]:
    """The values at the head of the page; none, where it was not known then."""
    try:
        provider = asked.row(moment).as_provider
    except NotFound:
        return []
    if provider is None:
        return []
    median, notice = _median(asked, moment), "/metrics/deprecation_notice"
    return [
        Figure("models", "models", cells.number(provider.models), note="known by then"),
        Figure(
            "launch",
            "latest launch",
            provider.latest_launch or NOTHING,
            note=provider.latest or "none is known",
        ),
        Figure(
            "notice",
            "median notice",
            NOTHING if median is None else f"{median} d",
            note="not enough dated ends" if median is None else "before an end",
            href=asked.visit.links.page(notice, subject=asked.about),
        ),
        Figure("events", "events", cells.number(provider.events), note="speak of it"),
        Figure("sellers", "sold at", cells.number(len(provider.channels)), note="sellers"),
    ]


def _median(asked: _Asked, moment: Moment) -> str | None:
    """How many days ahead its ends were announced, in the median; None: too few are dated."""
    given = {"subject": asked.about}
    for point in metric(asked.visit.timeline, moment, "deprecation_notice", given).rows:
        if point.subject == asked.about and point.labels["statistic"] == "median":
            return None if point.value is None else words.number(point.value)
    return None
