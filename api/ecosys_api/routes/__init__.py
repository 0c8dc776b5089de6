"""Routes, one file each: each holds a `router`, or `build()` where it depends on what is installed.

Another package adds its own by an entry point of the group `ecosys_api.routes`. Which file comes
first does not matter: among all routes the most specific path answers.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import takewhile
from types import ModuleType

from fastapi import APIRouter
from starlette.routing import BaseRoute, Match
from starlette.types import Scope

from ecosys.plugins import Registry
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


class Group(APIRouter):
    """Routes whose paths begin alike: of a request that begins otherwise none is tried."""

    def __init__(self, start: str, members: Sequence[BaseRoute]) -> None:
        super().__init__()
        self.start = start
        self.routes.extend(members)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether one of them answers a request."""
        if not route_path(scope).startswith(self.start):
            return Match.NONE, {}
        return super().matches(scope)


def grouped(router: APIRouter) -> Sequence[Group]:
    """The routes of a router in groups, so that few are tried; the same one answers as before.

    >>> router = APIRouter()
    >>> for path in ("/v1/{name}", "/v1/prices", "/v1/prices/{name}"):
    ...     router.get(path)(print) and None
    >>> [(each.start, len(each.routes)) for each in grouped(most_specific_first([router]))]
    [('/v1/prices', 2), ('/v1', 1)]
    """
    groups: dict[tuple[str, ...], list[BaseRoute]] = defaultdict(list)
    for route in router.routes:
        segments: Sequence[str] = getattr(route, "path", "").strip("/").split("/")[:DEPTH]
        groups[tuple(takewhile(lambda segment: "{" not in segment, segments))].append(route)
    longest_first = sorted(groups.items(), key=lambda group: -len(group[0]))
    return [Group(f"/{'/'.join(start)}", members) for start, members in longest_first]


def _order(route: BaseRoute) -> tuple[int, ...]:
    path: str = getattr(route, "path", "")
    return (*map(_breadth, path.strip("/").split("/")), _END)


def _breadth(segment: str) -> int:
    if "{" not in segment:
        return _LITERAL
    return _REST if ":path}" in segment else _PARAMETER
