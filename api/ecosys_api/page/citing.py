"""Citing: how a page is quoted: a sentence, BibTeX, its address for ever, the root of the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ecosys.answers.answer import Answer, meta
from ecosys.answers.cite import cite
from ecosys.answers.links import coordinates
from ecosys_api.page.visit import Visit


@dataclass(frozen=True, slots=True)
class Quote:
    """How a page is quoted."""

    sentence: str
    address: str
    """Its address with all three coordinates: there it says the same for ever."""
    root: str
    bibtex: str


def quote(
    visit: Visit,
    answer: Answer[Any],
    title: str,
    path: str,
    asked: Mapping[str, object],
    rows: Sequence[Any] = (),
) -> Quote:
    """How an answer that a page shows is quoted."""
    about = meta(visit.timeline, visit.moment, answer)
    address = f"{visit.site}{visit.links.at(path, **asked, **coordinates(visit.moment))}"
    sentence, *_ = cite(about, rows or answer.rows, address).splitlines()
    return Quote(sentence, address, about.log.root, _bibtex(visit, title, address, about.log.root))


def _bibtex(visit: Visit, title: str, address: str, root: str) -> str:
    key = "".join(char if char.isalnum() else "-" for char in title).strip("-").lower()
    return "\n".join(
        (
            f"@misc{{ecosys-{key}-{visit.moment.position},",
            f"  title = {{{_escaped(title)}}},",
            "  author = {{ecosys contributors}},",
            f"  year = {{{visit.known_day[:4]}}},",
            f"  note = {{As of {visit.day}, as known on {visit.known_day}; log root {root}}},",
            f"  howpublished = {{\\url{{{address}}}}}",
            "}",
        )
    )


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "{}&%$#_" else char for char in text)
