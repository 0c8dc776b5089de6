"""Docs: the API documented in the browser, without a network."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from ecosys.errors import NotFound
from ecosys_api import openapi, web
from ecosys_api.protection import html_response, policy_of
from ecosys_api.replies import IMMUTABLE, REVALIDATE, response

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
async def read_document(request: Request) -> Response:
    """The document of the API. It is made when it is first asked for, in a thread of its own."""
    content = await run_in_threadpool(openapi.text, request.app, request.scope["root_path"])
    return response(content, "application/json", REVALIDATE)


@router.get("/docs")
async def read_docs(request: Request) -> Response:
    """The API with a form for every operation."""
    html = web.render("docs.html", root=request.scope["root_path"])
    return html_response(html, policy_of(html))


@router.get("/static/{name}")
async def read_static(name: str, v: str = "") -> Response:
    """A file that pages load; whoever names its version has it for ever."""
    if name not in web.STATIC:
        raise NotFound(f"There is no file {name}.")
    _, type = web.STATIC[name]
    caching = IMMUTABLE if v == web.version(name) else "public, max-age=86400"
    return response(web.content(name), type, caching)
