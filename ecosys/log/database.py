"""Database: what the log and its migrations need of the engine beneath them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import sqlalchemy

Columns = tuple[str, ...]


class Database(Protocol):
    """Runs statements and keeps what is committed. Each engine is one class: `Sqlite`."""

    def tables(self) -> frozenset[str]:
        """The names of all tables and views; the database is left as it is."""

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Run one query and yield its rows as they are read."""

    def insert(self, table: str, columns: Columns, rows: Iterable[Sequence[object]]) -> None:
        """Add rows, all or none: one that is refused undoes the transaction, or what is tried."""

    def reading(self) -> AbstractContextManager[None]:
        """All that is read within is of one moment, whatever others write meanwhile."""

    def writing(self) -> AbstractContextManager[None]:
        """A transaction that no other writer can enter; within another it is a part of that."""

    def trying(self) -> AbstractContextManager[None]:
        """A part of a transaction that alone is undone after an error."""

    def rename(self, table: str, name: str) -> None:
        """Give a table another name; its indexes stay with it, views go on to name the old one."""

    def migrating(self) -> AbstractContextManager["sqlalchemy.Connection"]:
        """The same by a connection of SQLAlchemy."""

    def close(self) -> None:
        """Let go of all connections."""
