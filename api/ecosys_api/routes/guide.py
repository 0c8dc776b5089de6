"""Guide: how to ask, to run and to extend ecosys, made from Markdown into plain pages."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Response
from markdown_it import MarkdownIt

from ecosys.errors import NotFound
from ecosys.values.words import suggest
from ecosys_api import web
from ecosys_api.replies import REVALIDATE, response

router = APIRouter(include_in_schema=False)
FOLDER = Path(__file__).parent.parent / "guide"
FIRST = "index"
"""The page that lists the others."""
_FILE = re.compile(r"([\w-]+)\.md(#.*)?")


@router.get("/guide")
async def read_guide() -> Response:
    """The first page of the guide."""
    return _sent(FIRST)


@router.get("/guide/{page}")
async def read_guide_page(page: str) -> Response:
    """A page of the guide."""
    return _sent(page)


def _sent(name: str) -> Response:
    if name not in titles():
        raise NotFound(f"The guide has no page {name}.", hint=suggest(name, titles()))
    return response(_html(name).encode(), "text/html; charset=utf-8", REVALIDATE)


@cache
def titles() -> Mapping[str, str]:
    """The pages by name with their titles, in the order in which the first one lists them."""
    listed = re.findall(r"\]\(([\w-]+)\.md\)", _text(FIRST))
    return {
        name: _text(name).partition("\n")[0].removeprefix("# ")
        for name in dict.fromkeys([FIRST, *listed])
    }


@cache
def _html(name: str) -> str:
    content = _Markdown("commonmark", {"html": False}).enable("table").render(_text(name))
    pages = [(page, title, _address(page)) for page, title in titles().items()]
    return web.render("guide.html", name=name, title=titles()[name], pages=pages, content=content)


class _Markdown(MarkdownIt):
    """Markdown in which links to files of the guide lead to their pages."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  the name is the library's
        match = _FILE.fullmatch(url)
        return super().normalizeLink(_address(match[1]) + (match[2] or "") if match else url)


def _address(name: str) -> str:
    return "/guide" if name == FIRST else f"/guide/{name}"


def _text(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")
