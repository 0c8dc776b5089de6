"""How tests read a page: as a browser does, and strictly."""

import re
from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import Element

import html5lib

SVG = "{http://www.w3.org/2000/svg}"
"""The namespace of pictures within a page."""
HEADINGS = {"h1", "h2", "h3", "form", "legend"}


def tree(text: str) -> Element:
    """A page; ParseError where it is no valid HTML."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(text)


def text_of(element: Element) -> str:
    """All text in an element, white space evened."""
    return " ".join("".join(element.itertext()).split())


def sections(page: Element) -> Iterator[tuple[str, str]]:
    """Every section of a page: its heading, and what it says besides headings and forms."""
    for section in page.iter("section"):
        heading = next((text_of(each) for each in section.iter("h2")), "")
        said = " ".join(text_of(each) for each in section if each.tag not in HEADINGS)
        yield heading, said.strip()


def tables(page: Element) -> Iterator[Element]:
    """The tables of a page."""
    yield from page.iter("table")


def drawn(within: Element, tag: str) -> Iterator[Element]:
    """The parts of pictures that are of one kind."""
    yield from within.iter(f"{SVG}{tag}")


def links(text: str) -> list[str]:
    """Where a page leads on the same server, and what it loads."""
    return [unescape(link) for link in re.findall(r'(?:href|src)="(/[^"]*)"', text)]
