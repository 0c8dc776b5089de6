"""Guide: how to ask, to run and to extend ecosys, made from Markdown into plain pages."""

import re
from collections.abc import Mapping, MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from markdown_it import MarkdownIt

from ecosys.errors import NotFound
from ecosys.values.words import suggest
from ecosys_api import web
from ecosys_api.page.page import timeless
from ecosys_api.protection import html_response

router = APIRouter(include_in_schema=False)
FOLDER = Path(__file__).parent.parent / "guide"
FIRST = "index"
"""The page that lists the others."""
SUMMARY = "How to ask, to run and to extend ecosys."
_MOVING = {
    "<pre>": '<pre tabindex="0">',
    "<table>": '<div class="scroll" tabindex="0"><table>',
    "</table>": "</table></div>",
}
"""What code and tables become; texts hold no tags."""
_FILE = re.compile(r"([\w-]+)\.md(#.*)?")


@router.get("/guide")
async def read_guide(request: Request) -> Response:
    """The first page of the guide."""
    return _sent(FIRST, request)


@router.get("/guide/{page}")
async def read_guide_page(page: str, request: Request) -> Response:
    """A page of the guide."""
    return _sent(page, request)


def _sent(name: str, request: Request) -> Response:
    if name not in titles():
        raise NotFound(f"The guide has no page {name}.", hint=suggest(name, titles()))
    return html_response(_html(name, request.scope["root_path"]))


@lru_cache(maxsize=1)
def titles() -> Mapping[str, str]:
    """The pages by name with their titles, in the order in which the first one lists them."""
    listed = re.findall(r"\]\(([\w-]+)\.md\)", _text(FIRST))
    return {
        name: _text(name).partition("\n")[0].removeprefix("# ")
        for name in dict.fromkeys([FIRST, *listed])
    }


@lru_cache(maxsize=100)
def _html(name: str, root: str) -> str:
    """A page whose links have what stands before all paths outside."""
    markdown = _Markdown("commonmark", {"html": False})
    markdown.enable("table")
    markdown.root = root
    pages = [(page, title, _address(page)) for page, title in titles().items()]
    return web.render(
        "guide.html",
        root,
        **timeless(root, _address(name), titles()[name], SUMMARY),
        name=name,
        pages=pages,
        content=markdown.render(_text(name)),
    )


class _Markdown(MarkdownIt):
    """Markdown in which links to files of the guide lead to their pages.

    What may be wider than the screen can be moved by keys.
    """

    root = ""

    def render(self, src: str, env: MutableMapping[str, Any] | None = None) -> str:
        html = str(super().render(src, env))
        for tag, moving in _MOVING.items():
            html = html.replace(tag, moving)
        return html

    def normalizeLink(self, url: str) -> str:  # noqa: N802  the name is the library's
        if match := _FILE.fullmatch(url):
            url = _address(match[1]) + (match[2] or "")
        return super().normalizeLink(self.root + url if url.startswith("/") else url)


def _address(name: str) -> str:
    return "/guide" if name == FIRST else f"/guide/{name}"


def _text(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")
