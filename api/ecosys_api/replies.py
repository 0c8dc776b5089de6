"""Replies: an answer cut into a page and written in the form asked for, kept while it is true."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any, ClassVar, Generic, TypeVar
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool

from ecosys import instant
from ecosys.answers.answer import Answer, Meta, meta, to_json, writer
from ecosys.answers.forms import columns, to_csv, to_markdown
from ecosys.moment import Moment
from ecosys.projection import ROW
from ecosys.timeline import Timeline
from ecosys_api.parameters import Coordinates, Listing

KEPT = 8192
"""How many replies are kept in memory."""
LICENCE = "CC-BY-4.0"
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "public, no-cache"
METADATA = "application/vnd.ecosys.metadata+json"
_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "metadata": METADATA,
}
_ACCEPTED = {"text/csv": "csv", "text/markdown": "md"}

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Links:
    """Where to go on."""

    __pydantic_config__: ClassVar = ROW

    next: str | None = None
    """The next page of the same answer; null on the last."""


class Page(BaseModel, Generic[Row]):
    """Some rows of an answer, with the moment it was computed at."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    data: list[Row]
    """The rows."""
    meta: Meta
    """The coordinates: asked again with all three, the same bytes come back for ever."""
    links: Links
    """Where to go on."""


class One(BaseModel, Generic[Row]):
    """A single answer, with the moment it was computed at."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    data: Row
    """The answer."""
    meta: Meta
    """The coordinates: asked again with all three, the same bytes come back for ever."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table form."""

    __pydantic_config__: ClassVar = ROW

    name: str
    """Its name."""
    description: str
    """What it holds."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a table form leaves out: definitions, licence, the moment."""

    __pydantic_config__: ClassVar = ROW

    columns: tuple[Column, ...]
    """The columns and what they hold."""
    licence: str
    """The licence of the data."""
    rows: int
    """How many rows the whole answer has."""
    meta: Meta
    """The coordinates."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply ready to be sent."""

    body: bytes
    type: str
    etag: str
    caching: str
    link: str | None = None


Ask = Callable[[Timeline, Moment], Answer[Any]]


class Replies:
    """Makes replies; a repeated question at the same coordinates is answered from memory."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self._kept: OrderedDict[tuple[object, ...], Reply] = OrderedDict()
        self._lock = Lock()

    async def page(self, request: Request, query: Coordinates, ask: Ask) -> Response:
        """Answer a question in pages."""
        return await self._reply(request, query, ask, single=False)

    async def one(self, request: Request, query: Coordinates, ask: Ask) -> Response:
        """Answer a question that has one row."""
        return await self._reply(request, query, ask, single=True)

    async def _reply(
        self, request: Request, query: Coordinates, ask: Ask, *, single: bool
    ) -> Response:
        moment = self.timeline.moment(query.as_of, query.known_at, query.position, query.source)
        form = query.format or _accepted(request)
        path, given = request.url.path, request.scope["query_string"]
        key = (path, given, form, moment)
        reply = self._kept.get(key)
        if reply is None:
            reply = await run_in_threadpool(self._make, path, query, ask, moment, form, single)
            self._keep(key, reply)
        return send(request, reply)

    def _make(
        self, path: str, query: Coordinates, ask: Ask, moment: Moment, form: str, single: bool
    ) -> Reply:
        answer = ask(self.timeline, moment)
        rows, following = _cut(answer, query, moment, path)
        about = meta(self.timeline, moment, answer)
        if form == "csv":
            body = to_csv(rows, answer.row).encode()
        elif form == "md":
            body = to_markdown(rows, answer.row).encode()
        elif form == "metadata":
            body, following = to_json(_metadata(answer, about), Metadata), None
        elif single:
            shape: Any = One[answer.row]  # type: ignore[name-defined]
            body = to_json(shape.model_construct(data=rows[0], meta=about), shape)
        else:
            shape = Page[answer.row]  # type: ignore[name-defined]
            links = Links(following)
            body = to_json(shape.model_construct(data=rows, meta=about, links=links), shape)
        caching = IMMUTABLE if moment.pinned else REVALIDATE
        return made(body, _TYPES[form], caching, following)

    def _keep(self, key: tuple[object, ...], reply: Reply) -> None:
        with self._lock:
            self._kept[key] = reply
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def made(body: bytes, type: str, caching: str, following: str | None = None) -> Reply:
    """A reply with the tag of its bytes."""
    link = f'<{following}>; rel="next"' if following else None
    return Reply(body, type, f'"{sha256(body).hexdigest()[:32]}"', caching, link)


def send(request: Request, reply: Reply) -> Response:
    """The reply, or 304 where the asker has it already."""
    headers = {"ETag": reply.etag, "Cache-Control": reply.caching, "Vary": "Accept"}
    if reply.link:
        headers["Link"] = reply.link
    asked = request.headers.get("if-none-match")
    if asked and not {"*", reply.etag}.isdisjoint(_tags(asked)):
        return Response(status_code=304, headers=headers)
    return Response(reply.body, headers=headers, media_type=reply.type)


def _tags(asked: str) -> set[str]:
    """The tags that an asker has; whether they are weak does not matter for reading."""
    return {tag.strip().removeprefix("W/") for tag in asked.split(",")}


def _accepted(request: Request) -> str:
    accept = request.headers.get("accept", "")
    return next((form for type, form in _ACCEPTED.items() if accept.startswith(type)), "json")


def _cut(
    answer: Answer[Any], query: Coordinates, moment: Moment, path: str
) -> tuple[list[Any], str | None]:
    """The rows of a page, and the address of the next one at the same coordinates."""
    rows, following = list(answer.rows), answer.next_after
    place = "after"
    if isinstance(query, Listing):
        place, end = "cursor", query.cursor + query.limit
        following = end if end < len(rows) else None
        rows = rows[query.cursor : end]
    if following is None:
        return rows, None
    pinned = {
        "as_of": instant.to_text(moment.as_of),
        "known_at": instant.to_text(moment.known_at),
        "position": moment.position,
        place: following,
    }
    given = query.model_dump(exclude_none=True, exclude_unset=True, mode="json")
    return rows, f"{quote(path, safe='/:@~')}?{urlencode({**given, **pinned})}"


def _metadata(answer: Answer[Any], about: Meta) -> Metadata:
    described = _descriptions(answer.row)
    return Metadata(
        tuple(Column(name, described.get(name, "")) for name in columns(answer.row)),
        LICENCE,
        len(answer.rows),
        about,
    )


def _descriptions(row: Any) -> dict[str, str]:
    properties = writer(row).json_schema().get("properties", {})
    return {name: field.get("description", "") for name, field in properties.items()}
