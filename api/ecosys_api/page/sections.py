"""Sections: the guide in parts, each with its heading and the place at which it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt

_NO_LETTER = re.compile(r"[^a-z0-9]+")
_READER = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page."""

    anchor: str
    """Where on its page it stands; empty: at its head."""
    title: str
    """Its heading as it is read."""
    text: str
    """All that is said in it, code too."""


def anchor(heading: str) -> str:
    """The place of a heading on its page.

    >>> anchor("What ends, and when?"), anchor("`as_of`: the world")
    ('what-ends-and-when', 'as-of-the-world')
    """
    return _NO_LETTER.sub("-", heading.lower()).strip("-")


def sections(markdown: str) -> Iterator[Section]:
    r"""The parts of a page of Markdown.

    >>> for each in sections("# Time\n\nTwo axes.\\n\\n## `known_at`\\n\\nWhat was said."):
    ...     print(each)
    Section(anchor='', title='Time', text='Two axes.')
    Section(anchor='known-at', title='known_at', text='What was said.')
    """
    heading, texts, level = "", list[str](), 1
    tokens = _READER.parse(markdown)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and before.type == "heading_open":
            if heading:
                yield _section(heading, texts, level)
            heading, texts, level = token.content, [], int(before.tag[1])
        elif token.content:
            texts.append(token.content)
    yield _section(heading, texts, level)


def _section(heading: str, texts: list[str], level: int) -> Section:
    return Section(anchor(heading) if level > 1 else "", heading.replace("`", ""), "\n".join(texts))
