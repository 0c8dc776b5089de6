"""traits: several things side by side, a row for each trait, a column for each of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ecosys_api.page.table import Cell, Column, Layout
from ecosys_api.page.visit import Visit

T = TypeVar("T")
EMPTY = "Nothing of them is known at this moment."
"""Why there are no rows, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One trait of all that are compared."""

    name: str
    cells: tuple[Cell, ...]
    events: tuple[str, ...] = ()
    """Ids of the events that say so."""
    href: str = ""
    """Where more of it is told."""


def trait(
    name: str,
    compared: Sequence[T],
    tell: Callable[[T], Cell | str],
    events: Callable[[T], Iterable[str]] = lambda _: (),
) -> Trait:
    """What is told of each that is compared."""
    told = [cell if isinstance(cell := tell(each), Cell) else Cell(cell) for each in compared]
    ids = dict.fromkeys(id for each in compared for id in events(each))
    return Trait(name, tuple(told), tuple(ids))


def layout(visit: Visit, names: Sequence[str], empty: str = EMPTY) -> Layout:
    """How traits stand in a table: `names` are what is compared."""
    columns = (Column("trait"), *(Column(name, "id", visit.links.subject(name)) for name in names))

    def cells_of(row: Trait) -> tuple[Cell, ...]:
        return Cell(row.name, row.href), *row.cells

    return Layout(columns, cells_of, lambda row: row.name, empty)


def told_of(traits: Iterable[Trait]) -> list[Trait]:
    """Those traits of which something is known."""
    return [each for each in traits if any(cell.text for cell in each.cells)]
