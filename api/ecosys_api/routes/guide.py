"""Guide: how to ask, to run and to extend ecosys, made from Markdown into plain pages."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import escape

from ecosys.errors import NotFound
from ecosys.values.words import suggest
from ecosys_api import web
from ecosys_api.page.examples import addresses
from ecosys_api.page.page import timeless
from ecosys_api.page.sections import Section, anchor, sections
from ecosys_api.protection import html_response

router = APIRouter(include_in_schema=False)
FOLDER = Path(__file__).parent.parent / "guide"
FIRST = "index"
"""The page that lists the others."""
SUMMARY = "How to ask, to run and to extend ecosys."
OF_A_PACKAGE = {"event-type", "extensions", "importer", "projection"}
"""Pages whose examples ask a package that they make, which this server need not have."""
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


@lru_cache(maxsize=1)
def parts() -> Sequence[tuple[str, Section]]:
    """All sections of the guide in its order, each with the address of its page."""
    return [(_address(name), each) for name in titles() for each in sections(_text(name))]


@lru_cache(maxsize=100)
def _html(name: str, root: str) -> str:
    """A page whose links have what stands before all paths outside."""
    markdown = _Markdown("commonmark", {"html": False}, renderer_cls=_Renderer)
    markdown.enable("table")
    assert isinstance(markdown.renderer, _Renderer)
    markdown.root = markdown.renderer.root = root
    markdown.renderer.has_examples = name not in OF_A_PACKAGE
    pages = [(page, title, _address(page)) for page, title in titles().items()]
    return web.render(
        "guide.html",
        root,
        **timeless(root, _address(name), titles()[name], SUMMARY),
        name=name,
        pages=pages,
        content=markdown.render(_text(name)),
    )


class _Renderer(RendererHTML):
    """What may be wider than the screen can be moved by keys; examples lead to their answers."""

    root = ""
    has_examples = True
    """Whether what is shown can be asked of this server."""

    def heading_open(self, tokens: Sequence[Token], idx: int, *more: Any) -> str:
        """The head of a heading; each but that of the page can be led to."""
        if tokens[idx].tag != "h1":
            tokens[idx].attrSet("id", anchor(tokens[idx + 1].content))
        return self.renderToken(tokens, idx, *more[:2])

    def table_open(self, *_: Any) -> str:
        """The head of a table, in a box that scrolls."""
        return '<div class="scroll" tabindex="0"><table>\n'

    def table_close(self, *_: Any) -> str:
        """The end of a table and of its box."""
        return "</table></div>\n"

    def fence(self, tokens: Sequence[Token], idx: int, *more: Any) -> str:
        """Code, and beneath it links to what its examples ask."""
        shown = super().fence(tokens, idx, *more).replace("<pre>", '<pre tabindex="0">', 1)
        asked = addresses(tokens[idx].content) if self.has_examples else ()
        links = " · ".join(
            f'<a href="{escape(self.root + each)}">{escape(each.partition("?")[0])}</a>'
            for each in asked
        )
        return f'{shown}<p class="runs">Run it: {links}</p>\n' if links else shown


class _Markdown(MarkdownIt):
    """Markdown in which links to files of the guide lead to their pages."""

    root = ""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  the name is the library's
        if match := _FILE.fullmatch(url):
            url = _address(match[1]) + (match[2] or "")
        return super().normalizeLink(self.root + url if url.startswith("/") else url)


def _address(name: str) -> str:
    return "/guide" if name == FIRST else f"/guide/{name}"


def _text(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")
