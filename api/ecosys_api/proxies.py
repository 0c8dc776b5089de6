"""Proxies: a request in the form that it had outside, where one that is trusted passed it on."""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ecosys_api.forwarded import Family, origin
from ecosys_api.networks import Networks

TRUSTED = "127.0.0.1,::1"
"""Whose word on where a request came from counts by default: this machine's."""
_PREFIX = re.compile(r"(/[\w.~-]+)*", re.ASCII)
_LONGEST_PREFIX = 200


class BehindProxies:
    """Gives each request the client, scheme, site and path that it had outside.

    Of these a proxy that is trusted tells; of others nothing that they say of it counts. Outside
    before the path is the `root_path`, to which links are made: the one given here, else
    X-Forwarded-Prefix, else the server's own. It may have been cut off the path or not.
    """

    def __init__(
        self,
        app: ASGIApp,
        root_path: str = "",
        trusted: str = TRUSTED,
        family: Family = "x-forwarded",
    ) -> None:
        self.app = app
        self._root_path = root_path
        self._trusted = Networks(trusted)
        self._family: Family = family

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection. The scope itself is changed: whoever holds it sees the same."""
        if scope["type"] == "http":
            depends_on = self._pass_on(scope)
            send = _varying(send, depends_on) if depends_on else send
        await self.app(scope, receive, send)

    def _pass_on(self, scope: Scope) -> list[str]:
        """Change a request to what it was outside; the headers on which its reply depends then."""
        client = scope.get("client") or ("", 0)
        is_trusted = client[0] in self._trusted
        depends_on = ["X-Forwarded-Host"] if is_trusted and self._of_client(scope) else []
        forwarded = "" if self._root_path or not is_trusted else self._prefix(scope)
        prefix = self._root_path or forwarded or scope.get("root_path", "").rstrip("/")
        path = route_path(scope)
        if path == prefix:
            path = f"{prefix}/"
        if not path.startswith(f"{prefix}/"):
            path = prefix + path
        scope["root_path"], scope["path"] = prefix, path
        return [*depends_on, "X-Forwarded-Prefix"] if forwarded else depends_on

    def _of_client(self, scope: Scope) -> bool:
        """Tell who asked, how, and of which site; whether the last is not what it was here."""
        first = origin(scope["headers"], self._family, self._trusted)
        if first.client:
            scope["client"] = first.client, 0
        if first.scheme:
            scope["scheme"] = first.scheme
        if first.host:
            others = [each for each in scope["headers"] if each[0] != b"host"]
            scope["headers"] = [(b"host", first.host.encode()), *others]
        return bool(first.host) and self._family == "x-forwarded"

    def _prefix(self, scope: Scope) -> str:
        """The prefix that a proxy names; what cannot be one is none."""
        if self._family == "x-forwarded":
            for name, value in scope["headers"]:
                if name == b"x-forwarded-prefix":
                    return prefix_of(value.decode("latin-1")) or ""
        return ""


def _varying(send: Send, depends_on: list[str]) -> Send:
    """Say with a reply on which headers it depends: no cache gives it to others."""

    async def varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            for name in depends_on:
                headers.add_vary_header(name)
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
