"""Routes, one file each: each holds a `router`, or `build()` where it depends on what is installed.

Another package adds its own by an entry point of the group `ecosys_api.routes`. Which file comes
first does not matter: among all routes the most specific path answers.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import takewhile
from types import ModuleType

from fastapi import APIRouter
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from ecosys.plugins import Registry
from ecosys_api.operating.noted import note_route
from ecosys_api.proxies import route_path

DEPTH = 3
"""By how many words at most, with which paths begin, routes are grouped."""
_LITERAL, _PARAMETER, _REST, _END = range(4)


def pick_router(module: ModuleType, _: str) -> object:
    """What of a module is or makes its router."""
    return getattr(module, "build", None) or getattr(module, "router", None)


def router_of(value: object, name: str) -> APIRouter:
    """A router, or that which is made where a value makes one."""
    made = value() if callable(value) and not isinstance(value, APIRouter) else value
    if not isinstance(made, APIRouter):
        raise TypeError(f"{name} holds no router, nor a build() that makes one")
    return made


routes: Registry[APIRouter] = Registry("ecosys_api.routes", kind=router_of, pick=pick_router)
"""All routers by the name of their file or entry point."""


def most_specific_first(routers: Iterable[APIRouter]) -> APIRouter:
    """One router of all: words before parameters, those before `:path`, the longer path first.

    So `/v1/metrics/ranking` answers before `/v1/metrics/{name:path}`. Of two routes with the same
    path the first answers.
    """
    joined = APIRouter()
    joined.routes.extend(sorted((route for each in routers for route in each.routes), key=_order))
    return joined


Words = tuple[str, ...]
"""The words with which a path begins."""


def grouped(router: APIRouter) -> Mapping[Words, APIRouter]:
    """The routes of a router by the words with which their paths begin, the longest first.

    >>> router = APIRouter()
    >>> for path in ("/v1/{name}", "/v1/prices", "/v1/prices/{name}"):
    ...     router.get(path)(print) and None
    >>> groups = grouped(most_specific_first([router]))
    >>> [(words, len(group.routes)) for words, group in groups.items()]
    [(('v1', 'prices'), 2), (('v1',), 1)]
    """
    groups: dict[Words, APIRouter] = defaultdict(APIRouter)
    for route in router.routes:
        words = _words(getattr(route, "path", ""))
        groups[tuple(takewhile(lambda word: "{" not in word, words))].routes.append(route)
    return dict(sorted(groups.items(), key=lambda group: -len(group[0])))


class ByStart:
    """Tries of all routes only those whose paths begin as that of a request: the same one answers.

    What begins as none does goes to the router of all.
    """

    def __init__(self, router: APIRouter, groups: Mapping[Words, BaseRoute]) -> None:
        self._router = router
        self._few: dict[Words, ASGIApp] = {}
        for words in filter(None, groups):
            starts = (words[:count] for count in range(len(words), -1, -1))
            few = [groups[start] for start in starts if start in groups]
            self._few[words] = APIRouter(routes=few, redirect_slashes=False).app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        scope.setdefault("router", self._router)
        try:
            await self._chosen(scope)(scope, receive, send)
        finally:
            note_route(scope)

    def _chosen(self, scope: Scope) -> ASGIApp:
        words = _words(route_path(scope)) if scope["type"] == "http" else ()
        while words:
            if words in self._few:
                return self._few[words]
            words = words[:-1]
        return self._router.app


def _words(path: str) -> Words:
    return tuple(path.split("/", DEPTH + 1)[1 : DEPTH + 1])


def _order(route: BaseRoute) -> tuple[int, ...]:
    path: str = getattr(route, "path", "")
    return (*map(_breadth, path.strip("/").split("/")), _END)


def _breadth(segment: str) -> int:
    if "{" not in segment:
        return _LITERAL
    return _REST if ":path}" in segment else _PARAMETER
