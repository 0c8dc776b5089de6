"""Docs: the API documented in the browser, without a network."""

from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from ecosys.errors import NotFound
from ecosys_api import openapi, web
from ecosys_api.protection import html_response
from ecosys_api.replies import REVALIDATE, response

router = APIRouter(include_in_schema=False)
_FOLDER = Path(web.__file__).parent
_STATIC = {
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
}


@router.get("/openapi.json")
async def read_document(request: Request) -> Response:
    """The document of the API. It is made when it is first asked for, in a thread of its own."""
    content = await run_in_threadpool(openapi.text, request.app, request.scope["root_path"])
    return response(content, "application/json", REVALIDATE)


@router.get("/docs")
async def read_docs(request: Request) -> Response:
    """The API with a form for every operation."""
    html = web.render("docs.html", root=request.scope["root_path"])
    return html_response(html)


@router.get("/static/{name}")
async def read_static(name: str) -> Response:
    """A file that the documentation needs."""
    if name not in _STATIC:
        raise NotFound(f"There is no file {name}.")
    headers = {"Cache-Control": "public, max-age=86400"}
    content = (_FOLDER / "vendor" / name).read_bytes()
    return Response(content, headers=headers, media_type=_STATIC[name])
