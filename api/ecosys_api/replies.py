"""Replies: the body of an answer with the headers by which it is kept while it is true."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from ecosys.answers.answer import Answer, meta
from ecosys.answers.bodies import LICENCE, Form, Metadata, One, Page, body, cut, next_address
from ecosys.answers.citations import including
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.parameters import Including, Listing, Position

__all__ = ["LICENCE", "Metadata", "One", "Page", "Replies", "response"]

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "public, no-cache"
METADATA = "application/vnd.ecosys.metadata+json"
_TYPES: dict[Form, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "metadata": METADATA,
}
_ACCEPTED: dict[str, Form] = {"text/csv": "csv", "text/markdown": "md"}

Ask = Callable[[Timeline, Moment], Answer[Any]]


class Replies:
    """Makes replies to questions that are asked of a timeline."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline

    async def page(self, request: Request, query: Position, ask: Ask) -> Response:
        """Answer a question in pages."""
        moment = query.moment(self.timeline)
        form = query.format or _accepted(request)
        path = request.scope["path"]
        return await run_in_threadpool(self._make, path, query, ask, moment, form)

    async def one(self, request: Request, query: Position, ask: Ask) -> Response:
        """Answer a question that has one row."""

        def ask_one(timeline: Timeline, moment: Moment) -> Answer[Any]:
            return replace(ask(timeline, moment), single=True)

        return await self.page(request, query, ask_one)

    def _make(self, path: str, query: Position, ask: Ask, moment: Moment, form: Form) -> Response:
        include = query.include if isinstance(query, Including) else None
        answer = including(self.timeline, moment, ask(self.timeline, moment), include)
        rows, following = _page(answer, query, moment, path)
        content = body(answer, meta(self.timeline, moment, answer), form, rows, following)
        caching = IMMUTABLE if moment.pinned else REVALIDATE
        return response(content, _TYPES[form], caching, None if form == "metadata" else following)


def response(body: bytes, type: str, caching: str, following: str | None = None) -> Response:
    """A reply with the tag of its bytes."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": caching, "Vary": "Accept"}
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    return Response(body, headers=headers, media_type=type)


def _accepted(request: Request) -> Form:
    accept = request.headers.get("accept", "")
    return next((form for type, form in _ACCEPTED.items() if accept.startswith(type)), "json")


def _page(
    answer: Answer[Any], query: Position, moment: Moment, path: str
) -> tuple[list[Any], str | None]:
    """The rows of a page, and the address of the next one at the same coordinates."""
    rows, following = list(answer.rows), answer.next_after
    place = "after"
    if isinstance(query, Listing):
        rows, following = cut(answer, query.cursor, query.limit)
        place = "cursor"
    if following is None:
        return rows, None
    given = query.model_dump(exclude_none=True, exclude_unset=True, mode="json")
    return rows, next_address(path, {**given, **query.pinned(moment), place: following})
