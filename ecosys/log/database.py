"""Database: what the log and its migrations need of the engine beneath them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Columns = tuple[str, ...]


class Database(Protocol):
    """Runs statements and keeps what is committed. Each engine is one class: `Sqlite`."""

    @property
    def url(self) -> str:
        """The address that SQLAlchemy understands."""

    def has_table(self, name: str) -> bool:
        """Whether there is a table of this name."""

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Run one query and yield its rows as they are read."""

    def insert(self, table: str, columns: Columns, rows: Iterable[Sequence[object]]) -> None:
        """Add rows, all or none: one that is refused undoes the whole transaction."""

    def writing(self) -> AbstractContextManager[None]:
        """A transaction that no other writer can enter."""

    def close(self) -> None:
        """Let go of all connections."""
