"""Page: how a page is asked for, and how it becomes HTML."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys_api import web
from ecosys_api.page import cells, frame
from ecosys_api.page.addresses import Addresses
from ecosys_api.page.query import PageQuery
from ecosys_api.page.table import differing
from ecosys_api.page.visit import Visit
from ecosys_api.protection import html_response
from ecosys_api.replies import Replies

NAME = "ecosys"
"""What stands behind the title of every page."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows."""

    template: str
    title: str
    summary: str
    """What is on it, in a sentence."""
    answer: str
    """The address beneath /v1 of the answer that says the same for machines."""
    parameters: Mapping[str, object] = field(default_factory=dict)
    """With what that is asked besides the moment."""
    takes: Sequence[str] = ("as_of", "known_at", "position", "source")
    """The coordinates that this answer takes."""
    values: Mapping[str, object] = field(default_factory=dict)
    """What the template draws."""
    otherwise: int = 0
    """How many things besides rows of tables are known otherwise now."""
    path: str = ""
    """Its own address, where that is another than the one that was asked for."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What is asked for has its page at another address."""

    href: str


Make = Callable[[Visit], Page | Elsewhere]
"""Makes a page of a visit."""


async def show(request: Request, query: PageQuery, make: Make) -> Response:
    """Reply with the page that `make` makes of a visit."""
    replies: Replies = request.app.state.replies
    return await replies.make(request, partial(_show, replies.timeline, request, query, make))


def _show(timeline: Timeline, request: Request, query: PageQuery, make: Make) -> Response:
    query.refuse_behind(timeline)
    root = request.scope["root_path"]
    links = Addresses(root, query.coordinates)
    visit = Visit(timeline, query.moment(timeline), links, site_of(request))
    page = make(visit)
    if isinstance(page, Elsewhere):
        return RedirectResponse(page.href)
    path = page.path or request.scope["path"].removeprefix(root)
    return html_response(
        web.render(
            page.template,
            root,
            **around(visit, path, query.asked),
            page=page,
            otherwise=page.otherwise + differing(page.values),
            twins=_twins(visit.links, page),
            **page.values,
        )
    )


def site_of(request: Request) -> str:
    """The scheme and the host at which something was asked for."""
    return f"{request.url.scheme}://{request.url.netloc}"


def _twins(links: Addresses, page: Page) -> Sequence[frame.Twin]:
    """The answer that says the same as a page, in each of its forms."""
    taken = {name: value for name, value in links.coordinates.items() if name in page.takes}
    return frame.twins(Addresses(links.root, taken), page.answer, page.parameters)


def around(visit: Visit, path: str, asked: Mapping[str, object]) -> dict[str, object]:
    """What the base of all templates draws around a page that is asked at a moment."""
    links, clock = visit.links, visit.timeline.log.clock()
    today, latest = instant.day_of(clock), visit.timeline.moment().known_at
    is_past = visit.day < today and visit.known_day != visit.day
    then = {"as_of": visit.day, "known_at": visit.day}
    return {
        **_head(links, path),
        "money": cells.money,
        "asked": asked,
        "visit": visit,
        "today": today,
        "latest": instant.day_of(latest),
        "first_day": frame.FIRST_DAY,
        "ticks": frame.ticks(clock),
        "last_day": instant.day_of(clock + frame.AHEAD),
        "is_now": not {"as_of", "known_at"} & links.coordinates.keys(),
        "at_now": links.plain(path, **asked),
        "as_known_then": links.at(path, **asked, **then) if is_past else "",
        "as_known_now": links.at(path, **asked, as_of=visit.day) if visit.now else "",
        "state": frame.state(visit.timeline.log, visit.moment.position),
    }


def timeless(root: str, path: str, title: str, summary: str) -> dict[str, object]:
    """What the base of all templates draws around a page that is the same at every moment."""
    page = Page("", title, summary, "")
    return {**_head(Addresses(root, {}), path), "page": page, "twins": (), "state": None}


def _head(links: Addresses, path: str) -> dict[str, object]:
    """What the head of every page needs."""
    menu = [(name, links.page(to), _is_within(path, to)) for name, to in frame.MENU]
    return {"links": links, "menu": menu, "path": path, "sought": ""}


def _is_within(path: str, menu: str) -> bool:
    return path == menu or path.startswith(f"{menu}/")
