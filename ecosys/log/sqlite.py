"""SQLite: one file, write-ahead log, every commit on disk before it is acknowledged."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet

from ecosys.errors import Unavailable

BUSY_SECONDS = 30
CHECKPOINT_PAGES = 4000
"""After how many pages (16 MB) the write-ahead log is folded into the file."""


class _Connection(sqlite3.Connection):
    """Is closed when nobody holds it any more: its thread has ended, or its database is gone."""

    def __del__(self) -> None:
        self.close()


class Sqlite:
    """A database file; each thread has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._all: WeakSet[_Connection] = WeakSet()

    @staticmethod
    def path_of(url: str) -> Path:
        """The file of a URL: `sqlite:///log.db` is relative, `sqlite:////var/log.db` is not."""
        return Path(url.removeprefix("sqlite://").removeprefix("/"))

    @classmethod
    def open(cls, url: str) -> "Sqlite":
        """The database of a URL; the folder of its file is made."""
        path = cls.path_of(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        return cls(path)

    def __str__(self) -> str:
        return str(self.path)

    @property
    def url(self) -> str:
        """The address that SQLAlchemy understands."""
        return f"sqlite:///{self.path}"

    def has_table(self, name: str) -> bool:
        """Whether there is a table of this name."""
        return bool(self.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)))

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""
        return self._connection().execute(sql, parameters).fetchall()

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Run one query and yield its rows as they are read."""
        yield from self._connection().execute(sql, parameters)

    def insert(
        self, table: str, columns: tuple[str, ...], rows: Iterable[Sequence[object]]
    ) -> None:
        """Add rows, all or none: one that is refused undoes the whole transaction."""
        marks = ", ".join("?" * len(columns))
        # OR ROLLBACK: SQLite then need not be ready to undo each row by itself
        sql = f"INSERT OR ROLLBACK INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
        self._connection().executemany(sql, rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that no other writer can enter; nothing of it stays after an error."""
        connection = self._connection()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def copy(self, path: Path) -> None:
        """Write all that is committed to another file."""
        target = sqlite3.connect(path)
        try:
            self._connection().backup(target)
        finally:
            target.close()

    def close(self) -> None:
        """Close the connections of all threads."""
        for connection in list(self._all):
            connection.close()
        self._all.clear()
        self._local = threading.local()

    def _connection(self) -> sqlite3.Connection:
        connection: _Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
            self._all.add(connection)
        return connection

    def _connect(self) -> _Connection:
        try:
            connection = sqlite3.connect(
                self.path,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,  # another thread may close it
                factory=_Connection,
            )
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
            connection.execute("PRAGMA recursive_triggers = ON")  # REPLACE then fires DELETE's
        except sqlite3.Error as problem:
            raise Unavailable(f"{self.path}: {problem}.") from None
        return connection
