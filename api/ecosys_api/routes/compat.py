"""Compat: what holds at a moment in the layouts of other tools, and what those cannot say."""

from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from ecosys.answers.answer import to_json
from ecosys.answers.export import Export, export
from ecosys.answers.export.answer import LayoutRow, layout_rows, lost
from ecosys.answers.export.loss import Loss
from ecosys.errors import NotFound
from ecosys.timeline import Timeline
from ecosys.values.words import suggest
from ecosys_api.operation import operation, page, timeless
from ecosys_api.parameters import Coordinates, Listing, Nothing
from ecosys_api.replies import REVALIDATE, Page, Replies, address, kept, response

router = APIRouter()
INDEX = "index.json"
"""What answers for a folder."""
Layout = Annotated[str, Path(max_length=60, description="The name of a layout: `litellm`.")]


class FileQuery(Coordinates):
    """The moment of a file; its form is that of its layout."""

    format: None = None


@timeless(router, "/compat", list[LayoutRow], "compat")
async def list_layouts(request: Request, _: Annotated[Nothing, Query()]) -> Response:
    """The layouts of other tools, each with the address of its file and what reads it."""
    root = request.scope["root_path"]
    rows = [replace(row, address=f"{root}{row.address}") for row in layout_rows()]
    return response(to_json(rows, list[LayoutRow]), "application/json", REVALIDATE)


@operation(router, "/compat/{layout}/lost.json", Page[Loss], "compat")
async def list_losses(
    request: Request, layout: Layout, query: Annotated[Listing, Query()]
) -> Response:
    """What the layout could not carry at a moment, by kind, with what it is of."""
    return await page(request, query, lost, layout)


@router.get("/compat/{layout}/{path:path}", include_in_schema=False)
async def read_file(
    request: Request,
    layout: Layout,
    path: Annotated[str, Path(max_length=300)],
    query: Annotated[FileQuery, Query()],
) -> Response:
    """A file of a layout at a moment."""
    replies: Replies = request.app.state.replies
    make = partial(_file, replies.timeline, request, query, layout, path.strip("/"))
    return await replies.make(request, make)


def _file(
    timeline: Timeline, request: Request, query: FileQuery, layout: str, path: str
) -> Response:
    query.refuse_behind(timeline)
    moment = query.moment(timeline)
    made = export(timeline, moment, layout)
    body = _content(made, layout, path)
    return kept(body, made.media_type, moment, address(request, query, moment))


def _content(made: Export, layout: str, path: str) -> bytes:
    """The bytes of a file, or of what answers for its folder."""
    files = made.files
    found = files.get(path, files.get(f"{path}/{INDEX}"))
    if found is None:
        hint = suggest(path, files)
        raise NotFound(f"The layout of {layout} has no file {path}.", hint=hint)
    return found
