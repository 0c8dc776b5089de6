"""Handed back: rows that bring the price lines they were charged by, held against those of now.

A gateway stored a price reference with each call. Where another line charges the call by what is
known now, both are told, with what the tokens cost by either.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import ClassVar

from ecosys.answers.reprice.calls import Kind
from ecosys.answers.reprice.cells import DIGITS, Cell
from ecosys.answers.reprice.layout import COUNTED
from ecosys.answers.reprice.reference import PriceLine, component_at
from ecosys.answers.reprice.totals import Joined
from ecosys.domain.costs import listed_as
from ecosys.errors import EcosysError
from ecosys.events.price_changed import Component
from ecosys.timeline import Timeline
from ecosys.values.amount import Number
from ecosys.values.schema import DOCSTRINGS_DESCRIBE

Lines = Mapping[str, Component]
"""The lines that were handed back, by what they charge."""


@dataclass(frozen=True, slots=True)
class HandedBack:
    """Rows that were charged by other lines than those of now."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    stored: str
    """The price references that the log has."""
    now: str | None
    """Those of now; null: the rows have no price."""
    rows: int
    """How many rows these are."""
    stored_cost: Number | None
    """What they cost by the lines that were stored; null: this log does not have all of them."""
    cost: Number | None
    """What they cost now; null: the rows have no price."""


def handed_back(
    timeline: Timeline, joined: Iterable[Joined], kinds: Sequence[Kind]
) -> tuple[list[HandedBack], list[PriceLine]]:
    """The rows whose lines are others now, the most first, and the lines that were handed back."""
    stored: dict[str, tuple[Lines, list[PriceLine]]] = {}
    found: dict[tuple[str, str | None], HandedBack] = {}
    with localcontext(prec=DIGITS):
        for cell, priced in joined:
            said = kinds[cell.place.kind].price_reference
            now = None if priced.reason else priced.references
            if not said or said == now:
                continue
            if said not in stored:
                stored[said] = _lines(timeline, said)
            one = HandedBack(said, now, cell.rows, _cost(cell, stored[said][0]), priced.cost)
            key = (said, now)
            found[key] = _added(found[key], one) if key in found else one
    lines = [line for _, some in stored.values() for line in some]
    return sorted(found.values(), key=lambda each: (-each.rows, each.stored)), lines


def _lines(timeline: Timeline, said: str) -> tuple[Lines, list[PriceLine]]:
    """The lines of some references, as far as this log has them."""
    lines: dict[str, Component] = {}
    shown: list[PriceLine] = []
    for reference in said.split():
        try:
            component, line = component_at(timeline, reference)
        except EcosysError:  # of another log, or none
            continue
        lines[component.direction] = component
        shown.append(line)
    return lines, shown


def _cost(cell: Cell, lines: Lines) -> Decimal | None:
    """What the tokens of a cell cost by some lines; None: not all are charged by one."""
    cost = Decimal()
    for direction, count in zip(COUNTED, cell.tokens, strict=True):
        name = "output" if direction == "reasoning" and direction not in lines else direction
        line = lines.get(listed_as(name, lines))
        if count and (line is None or line.per_million is None):
            return None
        if count and line is not None and line.per_million is not None:
            cost += (line.per_million * count).scaleb(-6)
    return cost


def _added(one: HandedBack, other: HandedBack) -> HandedBack:
    return replace(
        one,
        rows=one.rows + other.rows,
        stored_cost=_both(one.stored_cost, other.stored_cost),
        cost=_both(one.cost, other.cost),
    )


def _both(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other
