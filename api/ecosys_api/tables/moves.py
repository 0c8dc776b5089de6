"""moves: ends whose dates moved, one row for each move."""

from dataclasses import dataclass
from functools import partial

from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit


@dataclass(frozen=True, slots=True)
class Move:
    """A shutdown that was moved or called off."""

    subject: str
    channel: str
    was: str
    """The day that was announced first."""
    became: str
    """The day that it was moved to; empty: it was called off."""
    learned: str
    """When that was known."""
    events: tuple[str, ...]
    """The event that says so, then the one that it moves."""


def layout(visit: Visit) -> Layout:
    """How moves stand in a table."""
    columns = (
        Column("known since", "date"),
        Column("what", "id"),
        Column("where"),
        Column("was to end", "date"),
        Column("moved to", "date"),
    )
    empty = "No end that was announced has moved, as far as is known."
    return Layout(columns, partial(_cells, visit), lambda move: move.events, empty)


def _cells(visit: Visit, move: Move) -> tuple[Cell, ...]:
    return (
        Cell(move.learned),
        visit.subject(move.subject),
        Cell(cells.channel(move.channel)),
        Cell(move.was),
        Cell(move.became or "called off"),
    )
