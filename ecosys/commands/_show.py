"""How commands show an answer: as the body that the API gives, or what stands beneath its table."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import typer

from ecosys.answers.answer import Answer, WhatIfRow, meta, to_plain
from ecosys.answers.citations import cited
from ecosys.answers.links import Links
from ecosys.commands._out import tell
from ecosys.event.citation import Citation
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values.words import escape_in_json, escape_unprintable

if TYPE_CHECKING:
    from ecosys.answers.bodies import Form

MAX_SOURCES = 5
"""How many sources are named below a table."""


def body(
    answer: Answer[Any], timeline: Timeline, moment: Moment, format: str, links: Links
) -> None:
    """Write all rows as the API writes them; on a terminal a line end follows."""
    from ecosys.answers.bodies import body as body_of  # a table needs none of it

    about = meta(timeline, moment, answer)
    for content in body_of(answer, about, cast("Form", format), list(answer.rows), links):
        shown = for_terminal(content, format) if sys.stdout.isatty() else content
        typer.echo(shown, nl=False)


def for_terminal(content: bytes, format: str) -> bytes:
    """A part of a body as it can be shown: what cannot be printed is escaped, in JSON as JSON."""
    escaped = escape_in_json if format in ("json", "ndjson") else escape_unprintable
    lines = content.decode(errors="backslashreplace").removesuffix("\n").split("\n")
    return "".join(f"{escaped(line)}\n" for line in lines).encode()


def plain(answer: Answer[Any], limit: int | None = None) -> list[dict[str, Any]]:
    """The rows of an answer, or the first of them, as plain data."""
    rows: list[dict[str, Any]] = to_plain(list(answer.rows[:limit]), list[answer.row])  # type: ignore[name-defined]
    return rows


def footnotes(answer: Answer[Any], timeline: Timeline, moment: Moment) -> None:
    """What a table does not show: how a name was read, what is missing, the moment."""
    about = meta(timeline, moment, answer)
    for each in (about.resolved, *(about.resolutions or ())):
        if each is not None:
            tell(f"{each.name} is {each.subject} ({each.how})")
    if about.coverage is not None and about.coverage.reason:
        tell(about.coverage.reason)
    if about.what_if is not None:
        tell(_supposition(about.what_if))
    _sources(cited(timeline, moment, answer.rows))
    tell(f"as of {about.as_of[:19]}Z · known at {about.known_at[:19]}Z · position {about.position}")


def _sources(citations: Sequence[Citation]) -> None:
    """Where the rows were read: the first sources, and how many more there are."""
    for number, each in enumerate(citations[:MAX_SOURCES], start=1):
        place = " · ".join(part for part in (each.source, each.title, each.url) if part)
        tell(f"[{number}] {place}")
    if len(citations) > MAX_SOURCES:
        more = len(citations) - MAX_SOURCES
        tell(f"... and {more} more: --format json --include sources names them")


def _supposition(what_if: WhatIfRow) -> str:
    parts = [
        f"without {', '.join(what_if.without)}" if what_if.without else "",
        f"with {', '.join(what_if.laid_over)}" if what_if.laid_over else "",
    ]
    return f"WHAT IF: {' and '.join(filter(None, parts))}; the log itself says otherwise"
