"""life: the stages of a model from its announcement to what comes after its end."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ecosys.answers.deprecations import DeprecationRow
from ecosys.domain.happenings import happenings
from ecosys.events.launched import Launched
from ecosys.moment import Held, View
from ecosys.values import when
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.tables.deprecations import after

EMPTY = "Neither a launch nor an end of it is dated."
"""Why there are no rows, where nothing else is said."""
STAGES = {
    "announced": "announced",
    "private_preview": "open by invitation",
    "preview": "a preview",
    "api": "available by API",
    "general": "available in general",
}
"""How far something is open, in words."""
EARLY = {STAGES[stage] for stage in ("announced", "private_preview", "preview")}
"""Stages before something is open to all without reserve."""
TOLD, GONE = "its end announced", "stops answering"
DATES = {
    "announced": TOLD,
    "legacy": "closed to new customers",
    "deprecated": "closed to new uses",
    "shutdown": GONE,
}
"""The dates of an end, with what each of them is."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What begins on a day."""

    at: str
    bound: str | None
    what: str
    where: str
    more: str
    """What else is told of it: what happens after, what to use instead."""
    events: tuple[str, ...]
    is_end: bool


def stages(view: View, about: str, ends: Iterable[DeprecationRow]) -> list[Stage]:
    """The stages of a subject in their order: its launches in a view, and its ends."""
    launched = [held for held in happenings(view) if issubclass(held.kind, Launched)]
    found = [
        _launch(held) for held in launched if about in held.subjects and held.start is not None
    ]
    found += [stage for row in ends for stage in _ends(row)]
    return sorted(found, key=lambda stage: when.parse(stage.at).start)


def _launch(held: Held) -> Stage:
    event = held.event
    assert isinstance(event, Launched)
    date, where = event.occurred, cells.channel(event.channel)
    return Stage(date.date, date.bound, STAGES[event.stage], where, "", held.events, False)


def _ends(row: DeprecationRow) -> Iterator[Stage]:
    where = ", ".join(filter(None, (cells.channel(row.channel), cells.plain(row.deployment or ""))))
    for name, what in DATES.items():
        date = getattr(row, name)
        if date is not None:
            is_last = name == "shutdown"
            told = [after(row.after, row.extended_access)] if is_last else []
            told += [f"use {' or '.join(row.replacements)}"] if is_last and row.replacements else []
            bound = row.bound if is_last else None
            yield Stage(date, bound, what, where, "; ".join(filter(None, told)), row.events, True)


def layout(empty: str = EMPTY) -> Layout:
    """How the stages of a life stand in a table."""
    columns = (Column("date", "date"), Column("stage"), Column("where"), Column("and then"))
    return Layout(columns, _cells, lambda stage: (stage.what, stage.where, stage.events[0]), empty)


def _cells(stage: Stage) -> tuple[Cell, ...]:
    return (
        cells.day(stage.at, bound=stage.bound),
        Cell(stage.what),
        Cell(stage.where),
        Cell(stage.more),
    )
