"""Replies: the body of an answer with the headers by which it is kept while it is true."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar

from fastapi import Request, Response
from starlette.responses import StreamingResponse
from starlette.types import Message

from ecosys import __version__
from ecosys.answers.answer import Answer, meta
from ecosys.answers.bodies import LICENCE, Form, Metadata, One, Page, body, cut, data, enclosed
from ecosys.answers.citations import including
from ecosys.answers.links import MAX_ROWS, Address, Links, page_links
from ecosys.errors import Unavailable
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.accept import accepted
from ecosys_api.errors import RequestRefused, problem
from ecosys_api.limits import USUAL, Limits
from ecosys_api.parameters import Including, Limited, Listing, Position
from ecosys_api.response_cache import has_already
from ecosys_api.turns import MAX_LONG, Answering, Busy, Gone, TooLong

__all__ = ["LICENCE", "Metadata", "One", "Page", "Replies", "response"]

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "public, no-cache"
CLIENT_CLOSED = 499
"""The status of an answer that nobody waits for, as access logs have it."""
NDJSON = "application/x-ndjson"
METADATA = "application/vnd.ecosys.metadata+json"
_TYPES: dict[Form, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "ndjson": NDJSON,
    "md": "text/markdown; charset=utf-8",
    "metadata": METADATA,
    "cite": "text/plain; charset=utf-8",
}
_OWN_WRITING = {"as_of", "known_at", "position", "min_position", "format"}
"""Parameters that stand in an address otherwise than they were given, or not at all."""

BUSY = f"{MAX_LONG} questions that take long are being answered already."
LATER = "Ask again in a moment, or for less."
TOO_LONG = "This takes longer than {:g} seconds, which is what one question may take here."
FOR_LESS = "Ask for less: one subject, a shorter time, fewer rows."
TOO_MANY = "The answer has more than {:,} rows, which is how many are given at once."
IN_PAGES = "Ask for pages, by limit, or for less."
T = TypeVar("T")
Ask = Callable[[Timeline, Moment], Answer[Any]]
FIGURE = 400
"""How many bytes a figure of a coverage needs, about."""


@dataclass(frozen=True, slots=True)
class Written:
    """A page of an answer whose rows are written: at which moment is not said yet."""

    data: bytes
    """The rows as JSON."""
    count: int
    """How many they are."""
    cursor: int | None
    """Where the next page begins; None: it is the last."""
    answer: Answer[Any]
    """The answer without its rows."""

    @property
    def size(self) -> int:
        """How many bytes it needs, about."""
        coverage = self.answer.coverage
        return len(self.data) + FIGURE * len(coverage.included if coverage else ())


class Replies:
    """Makes replies to questions that are asked of a timeline."""

    def __init__(self, timeline: Timeline, limits: Limits = USUAL) -> None:
        self.timeline = timeline
        self._limits = limits
        self._answering = Answering(limits.question_seconds)

    @property
    def long_questions(self) -> int:
        """How many questions that take long are being answered."""
        return len(self._answering.turns)

    async def make(self, request: Request, make: Callable[[], Response]) -> Response:
        """Make a reply in a thread, unless who asked leaves, or it takes more than is given."""
        try:
            return await self._answering.answer(request.receive, make)
        except Gone:
            return Response(status_code=CLIENT_CLOSED)
        except Busy:
            return problem("busy", BUSY, hint=LATER, root_path=request.scope["root_path"])
        except TooLong:
            root = request.scope["root_path"]
            return problem("too-long", self._too_long, hint=FOR_LESS, root_path=root)

    async def ask(self, make: Callable[[Timeline], T]) -> T:
        """What is made of the timeline in a thread, for who asks by no request of his own.

        It ends with the task that waits for it. Unavailable, where too many ask what takes long,
        or this takes longer than one question may.
        """
        waiting = asyncio.create_task(self._answering.answer(_stays, partial(make, self.timeline)))
        try:
            return await waiting  # who cancels this cancels that
        except Busy:
            raise Unavailable(BUSY, hint=LATER) from None
        except TooLong:
            raise Unavailable(self._too_long, hint=FOR_LESS) from None

    @property
    def _too_long(self) -> str:
        return TOO_LONG.format(self._limits.question_seconds)

    async def page(self, request: Request, query: Position, ask: Ask) -> Response:
        """Answer a question in pages."""
        query.format = query.format or accepted(request.headers.raw)
        if isinstance(query, Limited):
            query.allow(self._limits.answer_rows)
        return await self.make(request, partial(self._page, request, query, ask))

    async def steady_page(self, request: Request, query: Position, ask: Ask) -> Response:
        """Answer a question in pages whose rows change at no instant but a boundary.

        So they are written once for all moments between two boundaries.
        """
        query.format = query.format or accepted(request.headers.raw)
        if query.format is not None and query.format != "json":
            return await self.page(request, query, ask)
        query.refuse_behind(self.timeline)
        moment = query.moment(self.timeline)
        at = address(request, query, moment)
        key = (Written, at._replace(coordinates={}).text, self.timeline.standing_for(moment))
        written = self.timeline.memory.get(key)
        if written is not None:
            return self._dated(written, moment, at)

        def write() -> Response:
            written = self._written(query, moment, ask)
            self.timeline.memory.keep(key, written, written.size)
            return self._dated(written, moment, at)

        return await self.make(request, write)

    async def one(self, request: Request, query: Position, ask: Ask) -> Response:
        """Answer a question that has one row."""

        def ask_one(timeline: Timeline, moment: Moment) -> Answer[Any]:
            return replace(ask(timeline, moment), single=True)

        return await self.page(request, query, ask_one)

    def _page(self, request: Request, query: Position, ask: Ask) -> Response:
        form = query.format or "json"
        query.refuse_behind(self.timeline)
        moment = query.moment(self.timeline)
        answer = self._answer(query, moment, ask)
        if isinstance(query, Limited) and query.is_whole and len(answer.rows) > query.rows_at_once:
            raise RequestRefused(
                "too-many-rows", TOO_MANY.format(query.rows_at_once), hint=IN_PAGES
            )
        moment = answer.settled_at or moment
        rows, cursor = _rows(answer, query)
        at = address(request, query, moment)
        links = page_links(at, answer, len(rows), cursor)
        about = meta(self.timeline, moment, answer)
        parts = body(answer, about, form, rows, links)
        caching, link = _caching(moment), _link(links, form)
        if len(rows) <= MAX_ROWS:
            return response(b"".join(parts), _TYPES[form], caching, link)
        basis = (links.self, about.log, about.metric, about.schema_version, __version__)
        return streamed(request, parts, repr(basis), _TYPES[form], caching, link)

    def _answer(self, query: Position, moment: Moment, ask: Ask) -> Answer[Any]:
        include = query.include if isinstance(query, Including) else None
        return including(self.timeline, moment, ask(self.timeline, moment), include)

    def _written(self, query: Position, moment: Moment, ask: Ask) -> Written:
        answer = self._answer(query, moment, ask)
        rows, cursor = _rows(answer, query)
        return Written(data(answer, rows), len(rows), cursor, replace(answer, rows=()))

    def _dated(self, written: Written, moment: Moment, at: Address) -> Response:
        """A page with the moment at which it is asked for."""
        links = page_links(at, written.answer, written.count, written.cursor)
        about = meta(self.timeline, moment, written.answer)
        body = enclosed(written.data, written.answer, about, links)
        return response(body, _TYPES["json"], _caching(moment), _link(links, "json"))


async def _stays() -> Message:
    """The channel of an asker who never leaves."""
    await asyncio.Event().wait()
    raise AssertionError  # nobody sets it


def response(body: bytes, type: str, caching: str, link: str = "") -> Response:
    """A reply with the tag of its bytes."""
    return Response(body, headers=_headers(body, caching, link), media_type=type)


def streamed(
    request: Request, parts: Iterator[bytes], basis: str, type: str, caching: str, link: str = ""
) -> Response:
    """A reply that is written part by part; `basis` is what its bytes follow from, and has its tag.

    So who has it already is told so before the first part is made.
    """
    headers = _headers(basis.encode(), caching, link)
    if has_already(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return StreamingResponse(parts, headers=headers, media_type=type)


def _headers(tagged: bytes, caching: str, link: str) -> dict[str, str]:
    tag = f'"{sha256(tagged).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": caching, "Vary": "Accept"}
    return {**headers, "Link": link} if link else headers


def _caching(moment: Moment) -> str:
    """How long a reply may be kept elsewhere: for ever if its moment was pinned."""
    return IMMUTABLE if moment.pinned else REVALIDATE


def _rows(answer: Answer[Any], query: Position) -> tuple[list[Any], int | None]:
    """The rows of a page, and where the next one begins if the answer has it."""
    if isinstance(query, Listing):
        return cut(answer, query.cursor, query.page_size)
    return list(answer.rows), None


def kept(body: bytes, type: str, moment: Moment, at: Address) -> Response:
    """A reply that is no page: kept for ever if its moment was pinned; its address at a header."""
    return response(body, type, _caching(moment), f'<{at.text}>; rel="self"')


def address(request: Request, query: Position, moment: Moment) -> Address:
    """The address of an answer: what its query asks beside the usual, at the moment."""
    given = query.model_dump(
        mode="json", exclude=_OWN_WRITING, exclude_none=True, exclude_defaults=True
    )
    form = None if query.format in ("json", "cite") else query.format
    parameters = {**given, "format": form}
    return Address(request.scope["path"], parameters, query.pinned(moment))


def _link(links: Links, form: Form) -> str:
    """The header that says what the links of a body say; metadata is of all pages."""
    following = None if form == "metadata" else links.next
    relations = {"self": links.self, "next": following}
    return ", ".join(f'<{to}>; rel="{name}"' for name, to in relations.items() if to)
