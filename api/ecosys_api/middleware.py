"""Middleware: what is done to every request before a route sees it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ecosys_api.errors import not_ready, problem
from ecosys_api.operating.scrape import scraped
from ecosys_api.page.problem import as_page
from ecosys_api.proxies import route_path

LARGEST_BODY = 64 * 1024
LARGEST_QUESTION = 1024 * 1024
"""Of the body of a question that has one."""
WITH_BODY = ("/v1/audit", "/v1/reprice", "/mcp", "/v1/events", "/v1/quarantine")
"""How the addresses begin to which bodies are posted: what is asked, or recorded."""
LARGEST_HEAD = 64 * 1024
"""Of the address and all headers together."""
_TWINS = ((".metadata.json", "metadata"), (".csv", "csv"), (".ndjson", "ndjson"), (".md", "md"))
_OF_LAYOUTS = "/lost.json."
"""In the address of the one table of a layout; its other files have names of their own."""
_HEAD = "ecosys.head"
_OPEN_WHEN_NOT_READY = ("/livez", "/readyz", "/metricsz", "/problems", "/static")


class Normalise:
    """Bring every request into one form: HEAD is GET, a suffix is `format=`, no large body.

    A request before the log is filled is answered with 503.
    """

    def __init__(self, app: ASGIApp, state: Any) -> None:
        self.app = app
        self.state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope = scraped(scope)
        path, root = route_path(scope), scope.get("root_path", "")
        if reply := _too_large(scope, root):
            await reply(scope, receive, send)
            return
        if not self.state.ready and not path.startswith(_OPEN_WHEN_NOT_READY):
            told = as_page(Request(scope), not_ready(self.state, root))
            await told(scope, receive, send)
            return
        if path.startswith("/v1/") or _OF_LAYOUTS in path:
            scope = _twin(scope)
        if scope["method"] == "HEAD":
            asked = {**scope, "method": "GET", _HEAD: True}
            await self.app(asked, receive, _without_body(send))
            return
        await self.app(scope, receive, send)


def is_head(scope: Scope) -> bool:
    """Whether no body is wanted of what is asked."""
    return _HEAD in scope


def _too_large(scope: Scope, root: str) -> Response | None:
    """The problem of a request that is larger than any question."""
    if _head(scope) > LARGEST_HEAD:
        told = "The address and the headers are larger than 64 KiB together."
        return problem("headers-too-large", told, hint="Send fewer.", root_path=root)
    length = _length(scope)
    is_question = scope["method"] == "POST" and route_path(scope).startswith(WITH_BODY)
    if is_question and length is None:
        told = "The length of the body is not told."
        return problem("length-required", told, hint="Send Content-Length.", root_path=root)
    if is_question and (length or 0) > LARGEST_QUESTION:
        told = "The body is larger than 1 MiB."
        return problem("too-large", told, hint="Send it in parts.", root_path=root)
    if not is_question and (length or 0) > LARGEST_BODY:
        told = "The body is larger than 64 KiB."
        return problem("too-large", told, hint="Send none.", root_path=root)
    return None


def _head(scope: Scope) -> int:
    address = len(scope["path"]) + len(scope["query_string"])
    return address + sum(len(name) + len(value) for name, value in scope["headers"])


def _length(scope: Scope) -> int | None:
    """How long the body is; None: that is not told."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else None
    return None


def _twin(scope: Scope) -> Scope:
    """`/v1/prices/openai/o3.csv` asks `/v1/prices/openai/o3?format=csv`."""
    path = scope["path"]
    for suffix, form in _TWINS:
        if path.endswith(suffix) and b"format=" not in scope["query_string"]:
            bare = path.removesuffix(suffix)
            query = scope["query_string"]
            query = (
                b"%b&format=%b" % (query, form.encode()) if query else b"format=" + form.encode()
            )
            return {**scope, "path": bare, "raw_path": bare.encode(), "query_string": query}
    return scope


def _without_body(send: Send) -> Send:
    async def bare(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return bare
