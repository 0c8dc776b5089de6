"""Routes, one file each: each holds a `router`, or `build()` where it depends on what is installed.

Another package adds its own by an entry point of the group `ecosys_api.routes`. Which file comes
first does not matter: among all routes the most specific path answers.
"""

from collections.abc import Iterable
from types import ModuleType

from fastapi import APIRouter
from starlette.routing import BaseRoute

from ecosys.plugins import Registry

_LITERAL, _PARAMETER, _REST, _END = range(4)


def _pick(module: ModuleType, _: str) -> object:
    return getattr(module, "build", None) or getattr(module, "router", None)


def _router(value: object, name: str) -> APIRouter:
    made = value() if callable(value) and not isinstance(value, APIRouter) else value
    if not isinstance(made, APIRouter):
        raise TypeError(f"{name} holds no router, nor a build() that makes one")
    return made


routes: Registry[APIRouter] = Registry("ecosys_api.routes", kind=_router, pick=_pick)
"""All routers by the name of their file or entry point."""


def most_specific_first(routers: Iterable[APIRouter]) -> APIRouter:
    """One router of all: words before parameters, those before `:path`, the longer path first.

    So `/v1/metrics/ranking` answers before `/v1/metrics/{name:path}`. Of two routes with the same
    path the first answers.
    """
    joined = APIRouter()
    joined.routes.extend(sorted((route for each in routers for route in each.routes), key=_order))
    return joined


def _order(route: BaseRoute) -> tuple[int, ...]:
    path: str = getattr(route, "path", "")
    return (*map(_breadth, path.strip("/").split("/")), _END)


def _breadth(segment: str) -> int:
    if "{" not in segment:
        return _LITERAL
    return _REST if ":path}" in segment else _PARAMETER
