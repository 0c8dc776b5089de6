"""Plan: which answers are published, and where each stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ecosys.answers.dataset.source import Source
from ecosys.answers.links import MAX_ROWS
from ecosys.event import ANY_CHANNEL
from ecosys.projection import projections

Form = str
PAGE: Mapping[str, object] = {"limit": MAX_ROWS}
TABLES: tuple[Form, ...] = ("json", "csv", "md")
WITH_METADATA: tuple[Form, ...] = (*TABLES, "metadata.json")
UNEXPLAINED = ("timeline",)
"""Metrics whose points are events themselves: what they rest on says no more."""
MAX_EXPLAINED = 1_000_000
"""How many bytes the answer to what a metric rests on may have: of some it is all of the log."""
CHANGES_SINCE = "30d"
FEEDS = (
    *("calendar.ics", "changes.atom", "changes.json"),
    *("events.atom", "events.json", "weekly.md", "weekly.atom", "weekly.json"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An answer to publish."""

    path: str
    """Where the API gives it."""
    file: str
    """Where it stands in the publication, without the end that tells its form."""
    query: Mapping[str, object] = field(default_factory=dict)
    """What is asked there beside the moment."""
    forms: tuple[Form, ...] = TABLES
    of_position: bool = False
    """Whether it is asked for at a position alone."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Further links that it has, to what was published before it: names and files."""
    otherwise: Mapping[str, object] | None = None
    """What is asked instead where it has no answer."""
    optional: bool = False
    """Whether it is left out where it has no answer."""
    max_bytes: int | None = None
    """How long it may be, so as not to be left out; None: that does not matter."""


def wanted(source: Source) -> Iterator[Wanted]:
    """All answers that are published, lists first."""
    yield from _lists()
    yield from _metrics()
    for subject in priced(source):
        yield from _prices(subject)


def _lists() -> Iterator[Wanted]:
    for name in ("prices", "models", "providers", "deprecations", "claims", "conflicts", "sources"):
        yield Wanted(f"/v1/{name}", name, forms=WITH_METADATA)
    every = {"channel": ANY_CHANNEL}
    yield Wanted("/v1/deprecations", "deprecations/all", every)
    yield Wanted("/v1/changes", "changes", {"since": CHANGES_SINCE}, WITH_METADATA)
    yield Wanted("/v1/events", "events", forms=("json",), of_position=True)


def _metrics() -> Iterator[Wanted]:
    yield Wanted("/v1/metrics", "metrics")
    for name in sorted(projections):
        path, file = f"/v1/metrics/{name}", f"metrics/{name}"
        about = f"{file}/explain"
        if name not in UNEXPLAINED:
            yield Wanted(f"{path}/explain", about, forms=("json",), max_bytes=MAX_EXPLAINED)
        yield Wanted(path, file, forms=WITH_METADATA, links={"explain": f"{about}.json"})


def _prices(subject: str) -> Iterator[Wanted]:
    file = f"prices/{subject}"
    more = {name: f"{file}/{name}.json" for name in ("history", "vintages")}
    path = f"/v1/prices/{subject}"
    history = {"subject": subject}
    yield Wanted("/v1/metrics/price_history", f"{file}/history", history, ("json",), optional=True)
    yield Wanted(f"{path}/vintages", f"{file}/vintages", forms=("json",), optional=True)
    every = {"channel": ANY_CHANNEL}
    yield Wanted(path, file, links=more, otherwise=every, optional=True)


def priced(source: Source) -> list[str]:
    """What has or had a price, and the names that point to something."""
    tables = {table.name: table for table in source.tables}
    found = {row["subject"] for row in tables["price_all"].records()}
    aliases = tables["statement_all"].records()
    found |= {row["subject"] for row in aliases if row["type"] == "alias_moved"}
    return sorted(found)
