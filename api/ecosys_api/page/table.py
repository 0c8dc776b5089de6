"""Table: what a page shows in rows, as plain values; templates only draw it.

So two tables can be held against each other: what was known then, and what is known now.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from ecosys.event.citation import Citation

Kind = Literal["text", "prose", "number", "id", "date"]
"""How a column is set: numbers stand right in figures of one width; ids and dates do not break.

Prose is longer than other texts, and has the room of some words.
"""
Order = Literal["", "ascending", "descending"]
"""How a table is sorted by a column; empty: it is not."""
Change = Literal["", "changed", "only_then", "only_now"]
"""How a row differs from what is known now."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table."""

    text: str
    href: str = ""
    """Where it leads; empty: nowhere."""
    note: str = ""
    """What is said of it in small print."""
    now: "Cell | None" = None
    """What is known of it now, where that is otherwise."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    kind: Kind = "text"
    href: str = ""
    """Where the table is, sorted by it."""
    sorted: Order = ""
    """How the table is sorted by it."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where what a row says can be looked up."""

    events: tuple[str, ...] = ()
    """Ids of the events that say so."""
    sources: tuple[Citation, ...] = ()
    """Where they were read."""
    confirmed: str = ""
    """The day on which somebody last said so; empty: it is not told."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    key: Hashable
    """What tells it from the others: by it the row is found again among what is known now."""
    cells: tuple[Cell, ...]
    receipt: Receipt = Receipt()
    change: Change = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; without rows it says why."""

    columns: tuple[Column, ...]
    rows: Sequence[Row]
    empty: str
    """Why there are no rows, where there are none."""
    more: int = 0
    """How many rows there are besides."""
    all: str = ""
    """Where all of them are."""

    @property
    def has_receipts(self) -> bool:
        """Whether some row can be looked up."""
        return any(row.receipt.events for row in self.rows)

    @property
    def differs(self) -> bool:
        """Whether what is known now is otherwise."""
        return any(row.change for row in self.rows)

    def first(self, limit: int, all: str = "") -> "Table":
        """The same with the first rows alone; the others are at `all`."""
        return replace(self, rows=self.rows[:limit], more=max(len(self.rows) - limit, 0), all=all)

    def without_empty_columns(self) -> "Table":
        """The same without columns in which nothing stands.

        >>> columns = (Column("price"), Column("region"))
        >>> table = Table(columns, [Row("a", (Cell("3"), Cell("")))], "")
        >>> [column.name for column in table.without_empty_columns().columns]
        ['price']
        """
        if not self.rows:
            return self
        places = range(len(self.columns))
        kept = [at for at in places if any(_says(row.cells[at]) for row in self.rows)]
        columns = tuple(self.columns[at] for at in kept)
        rows = [replace(row, cells=tuple(row.cells[at] for at in kept)) for row in self.rows]
        return replace(self, columns=columns, rows=rows)


@dataclass(frozen=True)
class Layout:
    """How rows of an answer become a table."""

    columns: tuple[Column, ...]
    cells: Callable[[Any], tuple[Cell, ...]]
    """What of a row stands in the columns."""
    key: Callable[[Any], Hashable]
    """What tells a row from the others."""
    empty: str
    """Why there are no rows, where there are none."""

    def table(self, rows: Sequence[Any]) -> Table:
        """The table of some rows."""
        made = [Row(self.key(row), self.cells(row), receipt_of(row)) for row in rows]
        return Table(self.columns, made, self.empty)


def receipt_of(row: Any) -> Receipt:
    """Where a row of an answer can be looked up; nowhere, where it names no events."""
    events = getattr(row, "events", ())
    return Receipt(events if isinstance(events, tuple) else ())


def beside(then: Table, now: Table) -> Table:
    """What was known then, with what is known now where that is otherwise.

    Rows that only one of them has are marked; those that are known only now stand last.

    >>> columns = (Column("price"),)
    >>> then = Table(columns, [Row("a", (Cell("3"),)), Row("b", (Cell("1"),))], "")
    >>> now = Table(columns, [Row("a", (Cell("2"),)), Row("c", (Cell("5"),))], "")
    >>> both = beside(then, now)
    >>> [(row.key, row.change) for row in both.rows]
    [('a', 'changed'), ('b', 'only_then'), ('c', 'only_now')]
    >>> both.rows[0].cells[0].text, both.rows[0].cells[0].now.text
    ('3', '2')
    """
    by_key = {row.key: row for row in now.rows}
    rows = [_beside(row, by_key.pop(row.key, None)) for row in then.rows]
    rows += [replace(row, change="only_now") for row in by_key.values()]
    return replace(then, rows=rows)


def differing(value: object) -> int:
    """How many rows of the tables within a value are known otherwise now.

    >>> table = Table((), [Row("a", (), change="changed"), Row("b", ())], "")
    >>> differing({"prices": table, "others": [table, "text"]})
    2
    """
    if isinstance(value, Table):
        return sum(bool(row.change) for row in value.rows)
    if isinstance(value, Mapping):
        return sum(map(differing, value.values()))
    if isinstance(value, list | tuple):
        return sum(map(differing, value))
    return differing(getattr(value, "table", None)) if value is not None else 0


def _beside(then: Row, now: Row | None) -> Row:
    if now is None:
        return replace(then, change="only_then")
    cells = tuple(map(_both, then.cells, now.cells))
    is_same = not any(cell.now for cell in cells)
    return then if is_same else replace(then, cells=cells, change="changed")


def _both(then: Cell, now: Cell) -> Cell:
    return then if then.text == now.text else replace(then, now=now)


def _says(cell: Cell) -> bool:
    return bool(cell.text or (cell.now and cell.now.text))
