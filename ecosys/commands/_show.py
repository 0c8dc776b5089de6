"""How commands show an answer: as a table for people, or as the body that the API gives."""

import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import typer

from ecosys.answers.answer import Answer, WhatIfRow, meta, to_plain
from ecosys.answers.citations import cited
from ecosys.answers.forms import cell
from ecosys.answers.links import Links
from ecosys.commands._out import tell
from ecosys.event.citation import Citation
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values.words import escape_in_json, escape_unprintable

if TYPE_CHECKING:
    from rich.table import Table

    from ecosys.answers.bodies import Form

MAX_SOURCES = 5
"""How many sources are named below a table."""
MAX_LISTED = 4
"""How many things a cell lists at most."""
MAX_UNBROKEN = 30
"""The width up to which what stands in a table is not broken."""
USUAL = {"channel": "first_party", "modality": "text", "tier": "standard", "above": 0}
"""What goes without saying in a table."""


def body(
    answer: Answer[Any], timeline: Timeline, moment: Moment, format: str, links: Links
) -> None:
    """Write all rows as the API writes them; on a terminal a line end follows."""
    from ecosys.answers.bodies import body as body_of  # a table needs none of it

    about = meta(timeline, moment, answer)
    for content in body_of(answer, about, cast("Form", format), list(answer.rows), links):
        shown = _for_terminal(content, format) if sys.stdout.isatty() else content
        typer.echo(shown, nl=False)


def _for_terminal(content: bytes, format: str) -> bytes:
    """A part of a body as it can be shown: what cannot be printed is escaped, in JSON as JSON."""
    escaped = escape_in_json if format in ("json", "ndjson") else escape_unprintable
    lines = content.decode(errors="backslashreplace").removesuffix("\n").split("\n")
    return "".join(f"{escaped(line)}\n" for line in lines).encode()


def plain(answer: Answer[Any], limit: int | None = None) -> list[dict[str, Any]]:
    """The rows of an answer, or the first of them, as plain data."""
    rows: list[dict[str, Any]] = to_plain(list(answer.rows[:limit]), list[answer.row])  # type: ignore[name-defined]
    return rows


def table(
    rows: Sequence[dict[str, Any]],
    columns: Sequence[str],
    optional: Sequence[str] = (),
    headings: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Rows as a table; columns that are empty or say the usual throughout are left out.

    So are optional ones, the last first, where the terminal is too narrow. A column is headed by
    its name where no heading is given for it.
    """
    from rich.console import Console

    width = None if sys.stdout.isatty() else 160
    console = Console(width=width, markup=False, emoji=False)  # what sources wrote is no markup
    if not rows:
        console.print("Nothing.")
        return
    names = [name for name in columns if _is_telling(name, [row.get(name) for row in rows])]
    for name in reversed(optional):
        if name in names and _width(rows, names) > console.width:
            names.remove(name)
    console.print(_drawn(rows, names, headings))


def _width(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> int:
    """How many characters wide a table is in which only what is very long is broken."""
    return sum(min(_longest(rows, name), MAX_UNBROKEN) + 3 for name in names)


def _longest(rows: Sequence[dict[str, Any]], name: str) -> int:
    return max(len(name), *(len(_brief(row.get(name))) for row in rows))


def _drawn(
    rows: Sequence[dict[str, Any]], names: Sequence[str], headings: Mapping[str, str]
) -> "Table":
    """Some columns as a table, the first of which is broken only where it is wide."""
    from rich import box
    from rich.table import Table

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        right = all(_is_number(row.get(name)) for row in rows)
        drawn.add_column(
            headings.get(name) or name.replace("_", " "),
            justify="right" if right else "left",
            overflow="fold",  # what is there to be copied is never cut
            min_width=min(_longest(rows, name), MAX_UNBROKEN) if name == names[0] else None,
        )
    for row in rows:
        drawn.add_row(*(_brief(row.get(name)) for name in names))
    return drawn


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


def _is_telling(name: str, values: Sequence[Any]) -> bool:
    return any(cell(value) and value != USUAL.get(name) for value in values)


def _brief(value: Any) -> str:
    """A cell of a table; of long lists the first two and how many there are."""
    if isinstance(value, list) and len(value) > MAX_LISTED:
        return escape_unprintable(f"{cell(value[:2])} ... {len(value)} in all")
    return escape_unprintable(cell(value))


def _supposition(what_if: WhatIfRow) -> str:
    parts = [
        f"without {', '.join(what_if.without)}" if what_if.without else "",
        f"with {', '.join(what_if.laid_over)}" if what_if.laid_over else "",
    ]
    return f"WHAT IF: {' and '.join(filter(None, parts))}; the log itself says otherwise"


def _is_number(value: object) -> bool:
    text = cell(value)
    return not text or text.lstrip("-").replace(".", "", 1).isdigit()
