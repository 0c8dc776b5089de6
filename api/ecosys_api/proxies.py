"""Proxies: a request in the form that it had outside, where one that is trusted passed it on."""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

TRUSTED = "127.0.0.1,::1"
"""Whose word on where a request came from counts by default: this machine's."""
_PREFIX = re.compile(r"(/[\w.~-]+)*", re.ASCII)
_LONGEST_PREFIX = 200


class BehindProxies(ProxyHeadersMiddleware):
    """Puts what is outside before the path: the `root_path`, to which links are made.

    That is the one given here, else X-Forwarded-Prefix of a proxy that is trusted, else the
    server's own. It may have been cut off the path or not. Client and scheme are those that the
    proxy names.
    """

    def __init__(self, app: ASGIApp, root_path: str = "", trusted: str = TRUSTED) -> None:
        super().__init__(app, trusted)  # type: ignore[arg-type]
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        """Handle one connection. The scope itself is changed: whoever holds it sees the same."""
        if scope["type"] == "http":
            forwarded = "" if self._root_path else self._forwarded(scope)
            prefix = self._root_path or forwarded or scope.get("root_path", "").rstrip("/")
            path = route_path(scope)
            if path == prefix:
                path = f"{prefix}/"
            if not path.startswith(f"{prefix}/"):
                path = prefix + path
            scope["root_path"], scope["path"] = prefix, path
            send = _varying(send) if forwarded else send
        await super().__call__(scope, receive, send)  # type: ignore[arg-type]

    def _forwarded(self, scope: Scope) -> str:
        """The prefix that a trusted proxy names; what cannot be one is none."""
        client = scope.get("client")
        if client and client[0] in self.trusted_hosts:
            for name, value in scope["headers"]:
                if name == b"x-forwarded-prefix":
                    return prefix_of(value.decode("latin-1")) or ""
        return ""


def _varying(send: Send) -> Send:
    """Say with a reply that it depends on the prefix: no cache gives it to others."""

    async def varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            headers.add_vary_header("X-Forwarded-Prefix")
            message = {**message, "headers": headers.raw}
        await send(message)

    return varying


def prefix_of(text: str) -> str | None:
    """A prefix of paths as it is put before them, `/ecosys`; None where the text is none.

    >>> prefix_of("/ecosys/"), prefix_of("/"), prefix_of("ecosys"), prefix_of('/"><b>')
    ('/ecosys', '', None, None)
    """
    prefix = text.strip().rstrip("/")
    return prefix if len(prefix) <= _LONGEST_PREFIX and _PREFIX.fullmatch(prefix) else None


def route_path(scope: Scope) -> str:
    """The path within the application: without what is outside before it."""
    path: str = scope["path"]
    root = scope.get("root_path")
    if not root:
        return path
    inner = path.removeprefix(root.rstrip("/"))
    return inner if inner.startswith("/") else path
