"""Frame: what stands around every page: its moment, its twins, and how old the data are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ecosys.log.log import Log
from ecosys.values import instant
from ecosys_api.page.addresses import Addresses

MENU = (
    ("Prices", "/prices"),
    ("Deprecations", "/deprecations"),
    ("Models", "/models"),
    ("Providers", "/providers"),
    ("Metrics", "/metrics"),
    ("Claims", "/claims"),
)
"""The pages that the head of every page names."""
FIRST_DAY = "2015-12-11"
"""Where the history begins that a slider runs along: the day on which OpenAI was founded."""
AHEAD = 2 * 366 * instant.DAY
"""How far a slider runs beyond today."""


def ticks(clock: int) -> list[tuple[int, int]]:
    """The first days of the years along the slider, as days since 1970, with the years.

    >>> from ecosys.values.instant import parse
    >>> ticks(parse("2025-06-15T12:00Z"))[0], ticks(parse("2025-06-15T12:00Z"))[-1]
    ((16801, 2016), (20819, 2027))
    """
    first, last = int(FIRST_DAY[:4]) + 1, instant.to_datetime(clock + AHEAD).year
    return [((date(year, 1, 1) - date(1970, 1, 1)).days, year) for year in range(first, last + 1)]


@dataclass(frozen=True, slots=True)
class Twin:
    """The same as a page says, for machines."""

    name: str
    type: str
    href: str


@dataclass(frozen=True, slots=True)
class State:
    """The log that answers, and its age."""

    position: int
    origin: str
    root: str
    recorded: str
    """The day on which the log took its last event."""
    age: str
    """How long ago that was, in words."""


def state(log: Log, position: int) -> State:
    """The log up to a position."""
    at = log.recorded_at(position) if position else log.clock()
    days = max(0, (instant.midnight(log.clock()) - instant.midnight(at)) // instant.DAY)
    ago = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    return State(position, log.origin(position), log.root(position), instant.day_of(at), ago)


def twins(links: Addresses, path: str, parameters: Mapping[str, object]) -> tuple[Twin, ...]:
    """The forms in which an answer of the API is given."""
    forms = (
        ("JSON", "application/json", ""),
        ("CSV", "text/csv", ".csv"),
        ("Markdown", "text/markdown", ".md"),
    )
    return tuple(
        Twin(name, type, links.answer(f"{path}{end}", **parameters)) for name, type, end in forms
    )
