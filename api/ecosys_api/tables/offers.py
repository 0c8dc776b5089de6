"""offers: lines of price lists as people read them: what is sold at one place, on one row."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from ecosys.answers.prices import PriceRow
from ecosys.domain.prices import STANDARD
from ecosys.values import words
from ecosys_api.page import cells
from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit

DIRECTIONS = ("input", "output", "cache_read", "cache_write")
"""What has a column of its own; the rest stands together in one."""
DISPUTED = "sources differ"

EMPTY = "No list price is known at this moment."
"""Why there are no rows, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What one seller asks for one subject, served in one way."""

    lines: tuple[PriceRow, ...]

    @property
    def first(self) -> PriceRow:
        """A line that tells where and how it is sold."""
        return self.lines[0]

    @property
    def key(self) -> Hashable:
        """What tells it from other offers."""
        return _place(self.first)

    @property
    def since(self) -> str:
        """Since when all its prices hold."""
        return max(line.since for line in self.lines)

    @property
    def events(self) -> tuple[str, ...]:
        """Ids of the events that state it."""
        return tuple(dict.fromkeys(id for line in self.lines for id in line.events))

    def of(self, direction: str) -> PriceRow | None:
        """The line of one direction."""
        return next((line for line in self.lines if line.direction == direction), None)


def offers(rows: Iterable[PriceRow]) -> list[Offer]:
    """The lines of price lists, by what is sold where and how."""
    grouped: dict[Hashable, list[PriceRow]] = defaultdict(list)
    for row in rows:
        grouped[_place(row)].append(row)
    return [Offer(tuple(lines)) for lines in grouped.values()]


def _place(row: PriceRow) -> Hashable:
    coming = row.since if row.status == "scheduled" else ""
    at = (row.subject, row.channel, row.region or "", row.tier, row.modality, row.above)
    return (*at, row.hours or "", row.currency, coming)


def layout(visit: Visit, empty: str = EMPTY, *, subjects: bool = True) -> Layout:
    """How offers stand in a table, with their subjects or without."""
    columns = (
        *([Column("model", "id")] if subjects else []),
        Column("seller"),
        Column("tier"),
        Column("for"),
        Column("input", "number"),
        Column("output", "number"),
        Column("cache read", "number"),
        Column("cache write", "number"),
        Column("other", "prose"),
        Column("since", "date"),
    )
    return Layout(columns, partial(_cells, visit, subjects), lambda offer: offer.key, empty)


def _cells(visit: Visit, subjects: bool, offer: Offer) -> tuple[Cell, ...]:
    first = offer.first
    seller = cells.channel(first.channel)
    named = [visit.subject(first.subject)] if subjects else []
    return (
        *named,
        Cell(f"{seller}, {first.region}" if first.region else seller),
        Cell("" if first.tier == STANDARD else first.tier),
        Cell(kind(first)),
        *(_amount(offer.of(direction)) for direction in DIRECTIONS),
        Cell("; ".join(_other(line) for line in offer.lines if line.direction not in DIRECTIONS)),
        Cell(offer.since, note=_status(offer.lines)),
    )


def kind(row: PriceRow) -> str:
    """What a line is for, where it is not all text at all hours."""
    modality = "" if row.modality == "text" else row.modality
    above = f"above {words.number(row.above)}" if row.above else ""
    return " ".join(filter(None, (modality, above, row.hours)))


def _amount(row: PriceRow | None) -> Cell:
    if row is None:
        return Cell("")
    text, _, unit = cells.price(row).partition(" per ")
    notes = (f"per {unit}" if unit else "", DISPUTED if row.disputed_by else "")
    return Cell(text, note=", ".join(filter(None, notes)))


def _other(row: PriceRow) -> str:
    return f"{cells.plain(row.direction)} {cells.price(row)}"


def _status(lines: Sequence[PriceRow]) -> str:
    noted = [line.status for line in lines if line.status in ("scheduled", "ended")]
    noted += [mark for line in lines for mark in line.marks]
    until = [f"until {line.until}" for line in lines if line.until]
    return cells.noted(dict.fromkeys((*noted, *until)))
