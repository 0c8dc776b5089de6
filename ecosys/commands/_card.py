"""All about one thing on a screen: sections with a heading and a small table each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import typer

from ecosys.commands._out import tell
from ecosys.commands._table import table
from ecosys.values.words import escape_unprintable

MAX_LINES = 12
"""How many lines a section has."""
DIRECTIONS = ("input", "output", "cache_read", "cache_write")
Plain = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """A part of the screen; one without lines is left out."""

    heading: str
    lines: Sequence[Plain]
    columns: Sequence[str]
    optional: Sequence[str] = ()
    more: str = ""
    """What shows the lines that are left out."""

    def show(self) -> None:
        """Write the heading and the first lines."""
        if not self.lines:
            return
        typer.echo(f"\n{escape_unprintable(self.heading)}", nl=False)
        table(self.lines[:MAX_LINES], self.columns, self.optional)
        if (left := len(self.lines) - MAX_LINES) > 0:
            tell(f"... and {left:,} more: {self.more}")


def facts(*parts: tuple[str, object]) -> str:
    """Short facts in a line, what is not known left out."""
    told = (f"{name} {value}".strip() for name, value in parts if value not in (None, "", ()))
    return " · ".join(told)


def price_lines(prices: Iterable[Plain]) -> list[Plain]:
    """Prices in force, a line for each place and tier with a column for each direction."""
    lines: dict[tuple[Any, ...], Plain] = defaultdict(dict)
    for price in prices:
        line = lines[tuple(price.get(each) for each in (*_PLACE, "hours"))]
        line |= {name: price.get(name) for name in _PLACE}
        line["for"] = _for(price)
        column = price["direction"] if price["direction"] in DIRECTIONS else "other"
        line[column] = " ".join(filter(None, (line.get(column), _amount(price, column))))
    return list(lines.values())


_PLACE = ("channel", "region", "tier", "modality", "above", "currency")
PRICE_COLUMNS = ("channel", "region", "tier", "for", *DIRECTIONS, "other", "currency")
PRICE_OPTIONAL = ("for", "tier", "region", "currency", "cache_read", "cache_write", "other")


def _for(price: Plain) -> str:
    """What a line is for, where it is not all text at all hours."""
    modality = "" if price["modality"] == "text" else price["modality"]
    above = f"above {price['above'] // 1000}k" if price["above"] else ""
    return " ".join(filter(None, (modality, above, price.get("hours"))))


def _amount(price: Plain, column: str) -> str:
    """A price as short as it can be: per million tokens, or with its unit."""
    amount = price["per_million"]
    if amount is None:
        named = price["amount"] in ("none", "unpublished")
        amount = price["amount"] if named else f"{price['amount']} per {price['unit']}"
    return f"{price['direction'].replace('_', ' ')} {amount}" if column == "other" else amount


def history_lines(steps: Iterable[Plain]) -> list[Plain]:
    """How a list price ran, a line for each direction: `10 from 2025-04-16, 2 from 2025-06-10`."""
    runs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for step in steps:
        price = "none" if step["per_million"] is None else step["per_million"]
        runs[step["direction"], step.get("region") or ""].append(f"{price} from {step['at'][:10]}")
    return [
        {"direction": direction, "region": region, "price": ", ".join(run)}
        for (direction, region), run in runs.items()
    ]


def end_lines(ends: Iterable[Plain]) -> list[Plain]:
    """Ends in few columns: a date that is only the earliest possible one is marked."""
    return [
        {
            **end,
            "shutdown": f"{'≥ ' if end['bound'] == 'not_before' else ''}{end['shutdown'] or ''}",
        }
        for end in ends
    ]


def name_lines(subject: str, aliases: Iterable[Plain]) -> list[Plain]:
    """Names that point to a subject, and what it points to itself."""
    lines = []
    for each in aliases:
        if each["to"] == subject:
            lines.append({**each, "name": each["alias"], "what": "points here"})
        elif each["alias"] == subject:
            points = f"points to {each['to']}" if each["to"] else "points to nothing any more"
            lines.append({**each, "name": each["alias"], "what": points})
    return sorted(lines, key=lambda line: (line["what"], line["channel"], line["name"]))


def event_lines(events: Iterable[Plain], about: str = "") -> list[Plain]:
    """Events in words, with their day."""
    return [{**each, "at": _day(each)} for each in events if about in ("", each["type"])]


def _day(event: Plain) -> str:
    day = event["at"]
    return day[:10] if "T" in day else str(day)
