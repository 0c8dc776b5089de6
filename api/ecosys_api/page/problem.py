"""Problem: what is wrong with a request, as a page for those who asked for one."""

from fastapi import Request, Response

from ecosys_api import web
from ecosys_api.errors import Problem, Tell
from ecosys_api.page.page import timeless
from ecosys_api.protection import OWN_FILES, POLICY
from ecosys_api.proxies import route_path

HTML = "text/html"
FOR_MACHINES = ("/v1", "/feeds", "/static")
"""Where problems are told to programs, whoever asks."""
AGAIN_SECONDS = "2"
"""After how long a browser asks again for what is not there yet."""
COORDINATES = {"as_of", "known_at", "position", "source"}


def as_pages(tell: Tell) -> Tell:
    """What tells an error as a page where a page was asked for, else as it did."""

    async def told(request: Request, error: Exception) -> Response:
        return as_page(request, await tell(request, error))

    return told


def as_page(request: Request, reply: Response) -> Response:
    """A reply that tells a problem as a page where a page was asked for, else as it is.

    A browser that came before the log is there asks again by itself.
    """
    if not _wants_page(request):
        return reply
    problem = Problem.model_validate_json(bytes(reply.body))
    page = Response(_page(request, problem), reply.status_code)
    page.headers.update({name: reply.headers[name] for name in _KEPT & set(reply.headers)})
    page.headers["Content-Type"] = f"{HTML}; charset=utf-8"
    page.headers[POLICY] = OWN_FILES
    if problem.type.endswith("/unavailable"):
        page.headers["Refresh"] = AGAIN_SECONDS
    return page


_KEPT = {"cache-control", "allow", "retry-after"}


def _wants_page(request: Request) -> bool:
    """Whether a browser asks, and for a page."""
    is_browser = HTML in request.headers.get("accept", "")
    return is_browser and not route_path(request.scope).startswith(FOR_MACHINES)


def _page(request: Request, problem: Problem) -> str:
    root, path = request.scope.get("root_path", ""), route_path(request.scope)
    asked = COORDINATES & request.query_params.keys()
    around = timeless(root, path, problem.title, problem.detail)
    return web.render("problem.html", root, **around, problem=problem, has_moment=bool(asked))
