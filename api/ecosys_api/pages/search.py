"""search: everything whose name or words have what is sought in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.metric import metrics
from ecosys.answers.registered import registered
from ecosys.errors import Ambiguous, NotFound
from ecosys_api.page.page import Page, show
from ecosys_api.page.query import PageQuery
from ecosys_api.page.visit import Visit
from ecosys_api.routes.guide import titles

router = APIRouter(include_in_schema=False)
MAX_SHOWN = 40
"""How many hits of a kind are shown."""


class SearchQuery(PageQuery):
    """What is sought."""

    q: Annotated[str | None, Field(max_length=200)] = None
    """Words, all of which are to be found."""


@router.get("/search")
async def read_search(request: Request, query: Annotated[SearchQuery, Query()]) -> Response:
    """What is found."""
    return await show(request, query, partial(_page, sought=query.q or ""))


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found."""

    name: str
    href: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of one kind."""

    kind: str
    shown: list[Hit]
    more: int


def _page(visit: Visit, sought: str) -> Page:
    words = sought.lower().split()
    kinds = {
        "This name means": _meant(visit, sought),
        "Providers and models": _subjects(visit, words),
        "Metrics": _metrics(visit, words),
        "Claims": _claims(visit, words),
        "Events": _events(visit, words),
        "Sources": _sources(visit, words),
        "The guide": _guide(visit, words),
    }
    found = {kind: list(hits) if words else [] for kind, hits in kinds.items()}
    return Page(
        "search.html",
        title=f"Search: {sought}" if sought else "Search",
        summary="Models, providers, metrics, claims, events, sources and the guide.",
        answer="/resolve" if sought else "/models",
        parameters={"name": sought} if sought else {},
        values={
            "query": sought,
            "hits": [
                Hits(kind, hits[:MAX_SHOWN], max(len(hits) - MAX_SHOWN, 0))
                for kind, hits in found.items()
                if hits
            ],
        },
    )


def _meant(visit: Visit, name: str) -> Iterator[Hit]:
    try:
        resolved = visit.timeline.resolve(name.strip(), visit.moment)
    except Ambiguous as problem:
        for each in problem.candidates:
            yield Hit(each, visit.links.subject(each), "one of several that the name may mean")
    except NotFound:
        return
    else:
        yield Hit(resolved.subject, visit.links.subject(resolved.subject), resolved.how)


def _subjects(visit: Visit, words: list[str]) -> Iterator[Hit]:
    found = (name for name in visit.known if _has(name, words))
    for name in sorted(found, key=lambda each: (each.count("/"), len(each), each)):
        yield Hit(name, visit.links.subject(name))


def _metrics(visit: Visit, words: list[str]) -> Iterator[Hit]:
    for row in metrics().rows:
        name = row.name.replace("_", " ")
        if _has(f"{name} {row.name} {row.summary}", words):
            yield Hit(name, visit.links.page(f"/metrics/{row.name}"), row.summary)


def _claims(visit: Visit, words: list[str]) -> Iterator[Hit]:
    for held in visit.timeline.held(visit.moment, "claimed"):
        what = held.event.describe()
        if _has(f"{held.id} {what}", words):
            yield Hit(what, visit.links.page(f"/claims#{held.id}"), held.id)


def _events(visit: Visit, words: list[str]) -> Iterator[Hit]:
    joined = "-".join(words)
    line = visit.timeline.log.find([*words, joined])
    for id in line:
        yield Hit(id, visit.links.event(id))


def _sources(visit: Visit, words: list[str]) -> Iterator[Hit]:
    for slug, source in sorted(registered(visit.timeline, visit.moment).items()):
        if _has(f"{slug} {source.name}", words):
            yield Hit(source.name, visit.links.answer(f"/sources/{slug}"), slug)


def _guide(visit: Visit, words: list[str]) -> Iterator[Hit]:
    for name, title in titles().items():
        if _has(f"{name} {title}", words):
            yield Hit(title, visit.links.plain("/guide" if name == "index" else f"/guide/{name}"))


def _has(text: str, words: list[str]) -> bool:
    low = text.lower()
    return all(word in low for word in words)
