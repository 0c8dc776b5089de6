"""Pictures: charts that leave their pages, as SVG and as specifications, signed."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from ecosys.answers.links import coordinates
from ecosys.errors import NotFound
from ecosys.timeline import Timeline
from ecosys_api.charts.chart import Chart
from ecosys_api.charts.signing import sign, signature
from ecosys_api.charts.svg.draw import draw_alone
from ecosys_api.charts.theme import ThemeName
from ecosys_api.page.addresses import Addresses
from ecosys_api.page.page import site_of
from ecosys_api.page.query import PageQuery
from ecosys_api.page.visit import Visit
from ecosys_api.protection import POLICY, policy_of
from ecosys_api.replies import REVALIDATE, Replies, response

FORMS = {"svg": "image/svg+xml", "vl.json": "application/json"}
"""The forms of a chart by the end of its address, each with its type."""


class ThemedQuery(PageQuery):
    """How a chart is coloured."""

    theme: ThemeName | None = None
    """light or dark; left out: an SVG is as its reader likes it, a specification light."""

    @property
    def asked(self) -> dict[str, object]:
        """What the page is asked besides the moment: it has no theme of its own."""
        return {name: value for name, value in super().asked.items() if name != "theme"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart with the page that it is on."""

    chart: Chart | None
    path: str
    events: Collection[str]
    """The events that it rests on."""
    asked: Mapping[str, object] = field(default_factory=dict)
    """What the page was asked besides the moment."""


Make = Callable[[Visit], Shown]
"""Makes the chart of a visit."""


def located(
    chart: Chart | None, links: Addresses, path: str, asked: Mapping[str, object]
) -> Chart | None:
    """A chart that says where it is to be had alone: beneath /charts, by the path of its page."""
    return None if chart is None else replace(chart, forms=forms_at(links, path, asked))


def forms_at(links: Addresses, path: str, asked: Mapping[str, object]) -> Mapping[str, str]:
    """Where a chart is to be had alone, by the form in which it is there."""
    return {form: links.page(f"/charts{path}.{form}", **asked) for form in FORMS}


def chart_routes(router: APIRouter, path: str) -> Callable[[Callable[..., Any]], None]:
    """Answer with a function at the addresses of a chart in all its forms."""

    def add(answer: Callable[..., Any]) -> None:
        for form in FORMS:
            router.add_api_route(f"/charts{path}.{form}", answer, methods=["GET"])

    return add


async def show_chart(request: Request, query: ThemedQuery, make: Make) -> Response:
    """Reply with a chart in the form that its address ends with."""
    replies: Replies = request.app.state.replies
    return await replies.make(request, partial(_show, replies.timeline, request, query, make))


def _show(timeline: Timeline, request: Request, query: ThemedQuery, make: Make) -> Response:
    query.refuse_behind(timeline)
    root = f"{site_of(request)}{request.scope['root_path']}"  # its links lead back from elsewhere
    visit = Visit(timeline, query.moment(timeline), Addresses(root, query.coordinates))
    shown = make(visit)
    if shown.chart is None:
        raise NotFound("There is nothing to draw at this moment.", hint="Ask of another one.")
    spec = sign(shown.chart, _signature(visit, shown), query.theme or "light")
    if request.scope["path"].endswith(".svg"):
        themes: list[ThemeName] = [query.theme] if query.theme else ["light", "dark"]
        picture = draw_alone(spec, themes)
        reply = response(picture.encode(), FORMS["svg"], REVALIDATE)
        reply.headers[POLICY] = policy_of(picture)
        return reply
    body = json.dumps(spec, ensure_ascii=False, separators=(",", ":"))
    return response(body.encode(), FORMS["vl.json"], REVALIDATE)


def _signature(visit: Visit, shown: Shown) -> list[str]:
    """Where the figures were read, of which moment they are, and where the page is for ever."""
    moment = visit.moment
    root = visit.timeline.log.root(moment.position)
    told = (
        f"As of {visit.day}, as known on {visit.known_day}, by the first {moment.position:,} events"
        f" of the log with the root {root[:16]}…"
    )
    address = visit.links.at(shown.path, **shown.asked, **coordinates(moment))
    return signature(visit.source_names(shown.events), told, address)
