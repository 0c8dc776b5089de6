"""Table: rows under columns that say what they hold, whatever file they are written to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ecosys.timeline import sql_columns

Type = Literal[sql_columns.Type, "date"]
"""What the values of a column are. Numbers are `Decimal`, instants text in UTC, JSON is text."""
Row = Sequence[Any]
"""A value for each column; None: nothing is stated."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column."""

    name: str
    type: Type
    meaning: str
    """What it holds, in words."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, whose rows are read when they are needed, always in the same order."""

    name: str
    summary: str
    """What it has a row for."""
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Row]]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def records(self) -> Iterator[dict[str, Any]]:
        """The rows by the names of their columns."""
        return (dict(zip(self.names, row, strict=True)) for row in self.rows())
