"""search: everything whose name or words have what is sought in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from ecosys.answers.metric import metrics
from ecosys.answers.prices import prices
from ecosys.answers.registered import registered
from ecosys.domain.prices import STANDARD
from ecosys.errors import Ambiguous, EcosysError, NotFound
from ecosys.moment import Moment
from ecosys.values import when
from ecosys_api.page import cells
from ecosys_api.page.page import Page, show
from ecosys_api.page.query import PageQuery
from ecosys_api.page.visit import Visit
from ecosys_api.pages._sought import Sought, understood
from ecosys_api.routes import guide

router = APIRouter(include_in_schema=False)
MAX_SHOWN = 40
"""How many hits of a kind are shown."""
SHOWN = ("input", "output")
"""The directions whose prices are told with a name."""


class SearchQuery(PageQuery):
    """What is sought."""

    q: Annotated[str | None, Field(max_length=200)] = None
    """Words, all of which are to be found."""


@router.get("/search")
async def read_search(request: Request, query: Annotated[SearchQuery, Query()]) -> Response:
    """What is found."""
    return await show(request, query, partial(_page, text=query.q or ""))


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


def _page(visit: Visit, text: str) -> Page:
    sought = understood(text)
    as_typed, telling = text.lower().split(), list(sought.words)
    kinds = {
        "This name means": _meant(visit, text, sought),
        "Pages": _pages(visit, sought),
        "Providers and models": _subjects(visit, telling),
        "Metrics": _metrics(visit, telling),
        "Claims": _claims(visit, telling),
        "Events": _events(visit, as_typed),
        "Sources": _sources(visit, telling),
        "The guide": _guide(visit, as_typed),
    }
    found = {kind: list(hits) if as_typed else [] for kind, hits in kinds.items()}
    return Page(
        "search.html",
        title=f"Search: {text}" if text else "Search",
        summary="Models, providers, metrics, claims, events, sources and the guide.",
        answer="/resolve" if text else "/models",
        parameters={"name": text} if text else {},
        values={
            "query": text,
            "hits": [
                Hits(kind, hits[:MAX_SHOWN], max(len(hits) - MAX_SHOWN, 0))
                for kind, hits in found.items()
                if hits
            ],
        },
    )


def _meant(visit: Visit, text: str, sought: Sought) -> Iterator[Hit]:
    """What a name means; where a day stands with it, as that was then."""
    names = dict.fromkeys((text.strip(), sought.name))
    for name in filter(None, names):
        try:
            resolved = visit.timeline.resolve(name, visit.moment)
        except Ambiguous as problem:
            for each in problem.candidates:
                yield Hit(each, visit.links.subject(each), "one of several that the name may mean")
        except NotFound:
            continue
        else:
            yield _of_subject(visit, resolved.subject, resolved.how, sought.day)
        return


def _of_subject(visit: Visit, subject: str, how: str, day: str) -> Hit:
    """A subject, on a day if one is named, with its list price."""
    if not day:
        return Hit(subject, visit.links.subject(subject), _told(visit, subject, visit.moment, how))
    then = visit.moment.at(when.parse(day).end - 1)
    kind = "models" if "/" in subject else "providers"
    href = visit.links.at(f"/{kind}/{subject}", **{**visit.links.coordinates, "as_of": day})
    return Hit(f"{subject} on {day}", href, _told(visit, subject, then, how))


def _told(visit: Visit, subject: str, moment: Moment, how: str) -> str:
    """The list price of a model; how its name was read, where it has none."""
    if "/" not in subject:
        return how
    try:
        rows = prices(visit.timeline, moment, subject, tier=STANDARD).rows
    except EcosysError:
        return how
    lines = [row for row in rows if row.status == "in_force" and row.modality == "text"]
    plain = [row for row in lines if not row.above and row.hours is None]
    costs = [f"{row.direction} {cells.price(row)}" for row in plain if row.direction in SHOWN]
    return f"{', '.join(costs)} per million tokens" if costs else how


def _pages(visit: Visit, sought: Sought) -> Iterator[Hit]:
    """The pages that are asked for, at the day and within the span that are named."""
    at = {**visit.links.coordinates, **({"as_of": sought.day} if sought.day else {})}
    for path, title in sought.pages():
        if path == "/deprecations" and sought.days is not None:
            href = visit.links.at(path, **at, within=f"{sought.days}d")
            yield Hit(f"What ends within {sought.days} days", href)
        else:
            yield Hit(title, visit.links.at(path, **at))


def _subjects(visit: Visit, words: list[str]) -> Iterator[Hit]:
    found = (name for name in visit.known if words and _has(name, words))
    for name in sorted(found, key=lambda each: (each.count("/"), len(each), each)):
        yield Hit(name, visit.links.subject(name))


def _metrics(visit: Visit, words: list[str]) -> Iterator[Hit]:
    """The metrics whose definitions have most of the words in them, and half of them at least."""
    rows = metrics().rows
    texts = {row.name: f"{row.name.replace('_', ' ')} {row.name} {row.definition}" for row in rows}
    counts = {name: sum(_has(text, [word]) for word in words) for name, text in texts.items()}
    most = max(counts.values())
    for row in rows if most and most * 2 >= len(words) else ():
        if counts[row.name] == most:
            href = visit.links.page(f"/metrics/{row.name}")
            yield Hit(row.name.replace("_", " "), href, row.summary)


def _claims(visit: Visit, words: list[str]) -> Iterator[Hit]:
    for held in visit.timeline.held(visit.moment, "claimed"):
        what = held.event.describe()
        if words and _has(f"{held.id} {what}", words):
            yield Hit(what, f"{visit.links.page('/claims')}#{held.id}", held.id)


def _events(visit: Visit, words: list[str]) -> Iterator[Hit]:
    joined = "-".join(words)
    line = visit.timeline.log.find([*words, joined])
    for id in line:
        yield Hit(id, visit.links.event(id))


def _sources(visit: Visit, words: list[str]) -> Iterator[Hit]:
    for slug, source in sorted(registered(visit.timeline, visit.moment).items()):
        if words and _has(f"{slug} {source.name}", words):
            yield Hit(source.name, visit.links.answer(f"/sources/{slug}"), slug)


def _guide(visit: Visit, words: list[str]) -> Iterator[Hit]:
    """The sections of the guide: those whose headings have all words in them before the others."""
    titled, told = list[Hit](), list[Hit]()
    page = ""
    for address, section in guide.parts():
        page = page if section.anchor else section.title
        place = f"#{section.anchor}" if section.anchor else ""
        hit = Hit(section.title, f"{visit.links.plain(address)}{place}", page if place else "")
        if _has(f"{address} {section.title}", words):
            titled.append(hit)
        elif _has(section.text, words):
            told.append(hit)
    yield from (*titled, *told)


def _has(text: str, words: list[str]) -> bool:
    low = text.lower()
    return all(word in low for word in words)
