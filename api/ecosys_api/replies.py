"""Replies: an answer cut into a page and written in the form asked for, kept while it is true."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar, Generic, TypeVar
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool

from ecosys.answers.answer import Answer, Meta, meta, to_json, writer
from ecosys.answers.forms import columns, to_csv, to_markdown
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values.schema import DOCSTRINGS_DESCRIBE
from ecosys_api.parameters import Listing, Position

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

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

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

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    name: str
    """Its name."""
    description: str
    """What it holds."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a table form leaves out: definitions, licence, the moment."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    columns: tuple[Column, ...]
    """The columns and what they hold."""
    licence: str
    """The licence of the data."""
    rows: int
    """How many rows the whole answer has."""
    meta: Meta
    """The coordinates."""


Ask = Callable[[Timeline, Moment], Answer[Any]]


class Replies:
    """Makes replies to questions that are asked of a timeline."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline

    async def page(self, request: Request, query: Position, ask: Ask) -> Response:
        """Answer a question in pages."""
        return await self._reply(request, query, ask, single=False)

    async def one(self, request: Request, query: Position, ask: Ask) -> Response:
        """Answer a question that has one row."""
        return await self._reply(request, query, ask, single=True)

    async def _reply(
        self, request: Request, query: Position, ask: Ask, *, single: bool
    ) -> Response:
        moment = query.moment(self.timeline)
        form = query.format or _accepted(request)
        path = request.scope["path"]
        return await run_in_threadpool(self._make, path, query, ask, moment, form, single)

    def _make(
        self, path: str, query: Position, ask: Ask, moment: Moment, form: str, single: bool
    ) -> Response:
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
        return response(body, _TYPES[form], caching, following)


def response(body: bytes, type: str, caching: str, following: str | None = None) -> Response:
    """A reply with the tag of its bytes."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": caching, "Vary": "Accept"}
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    return Response(body, headers=headers, media_type=type)


def _accepted(request: Request) -> str:
    accept = request.headers.get("accept", "")
    return next((form for type, form in _ACCEPTED.items() if accept.startswith(type)), "json")


def _cut(
    answer: Answer[Any], query: Position, moment: Moment, path: str
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
    given = query.model_dump(exclude_none=True, exclude_unset=True, mode="json")
    parameters = {**given, **query.pinned(moment), place: following}
    return rows, f"{quote(path, safe='/:@~')}?{urlencode(parameters)}"


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
