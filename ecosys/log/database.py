"""Database: what the log and its migrations need of the engine beneath them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import sqlalchemy

Columns = tuple[str, ...]
Query = tuple[str, Sequence[object]]
"""A query, and what it is given."""
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a user that a query may join, under a name."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]


class Dialect(Protocol):
    """How an engine says what SQL has no common words for."""

    schema: str
    """Where the tables are, as they are named beside views of the same names."""

    def instant(self, column: str) -> str:
        """An instant as text that sorts by time."""

    def text(self, json: str, path: str) -> str:
        """What stands at a path of a JSON text: `$.name`, `$[4][0]`."""

    def whole(self, json: str, path: str) -> str:
        """The whole number that stands at a path of a JSON text."""

    def number(self, digits: str, times: int = 1) -> str:
        """Exact digits as a number that can be computed with, multiplied; 15 of them are right."""

    def place(self, text: str, part: str) -> str:
        """At which character of a text a part of it begins, from 1; 0 where it is none."""


class Asked(Protocol):
    """A database that can be asked and not changed."""

    def ask(
        self, query: str, seconds: float
    ) -> AbstractContextManager[tuple[list[str], Iterator[tuple[Any, ...]]]]:
        """The columns and the rows of a query, as they are read, within some seconds.

        InvalidInput where it is none, or does more than read; Unavailable where it takes longer.
        """


class Database(Protocol):
    """Runs statements and keeps what is committed. Each engine is one class: `Sqlite`, `Postgres`.

    Statements have `?` for what is given, and name types as SQLite does.
    """

    @property
    def dialect(self) -> Dialect:
        """How the engine says what SQL has no common words for."""

    @property
    def in_transaction(self) -> bool:
        """Whether this thread is within one: what is refused then may undo all of it."""

    def tables(self) -> frozenset[str]:
        """The names of all tables and views; the database is left as it is."""

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Rows:
        """Run one statement and return its rows."""

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Run one query and yield its rows as they are read."""

    def insert(self, table: str, columns: Columns, rows: Iterable[Sequence[object]]) -> None:
        """Add rows, all or none: one that is refused undoes the transaction, or what is tried."""

    def reading(self) -> AbstractContextManager[None]:
        """All that is read within is of one moment, whatever others write meanwhile."""

    def writing(self, *first: Query) -> AbstractContextManager[list[Rows]]:
        """A transaction that no other writer can enter; within another it is a part of that.

        It gives the rows of the queries that are to be answered first, once no other writes.
        """

    def trying(self) -> AbstractContextManager[None]:
        """A part of a transaction that alone is undone after an error."""

    def rename(self, table: str, name: str) -> None:
        """Give a table another name; its indexes stay with it, views go on to name the old one."""

    def migrating(self) -> AbstractContextManager["sqlalchemy.Connection"]:
        """The same by a connection of SQLAlchemy."""

    def asking(
        self, views: Mapping[str, str], tables: Iterable[Table] = ()
    ) -> AbstractContextManager[Asked]:
        """The same to be asked in SQL by others, with views and tables that only they see."""

    def close(self) -> None:
        """Let go of all connections."""
