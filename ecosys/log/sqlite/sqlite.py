"""SQLite: one file, write-ahead log, every commit on disk before it is acknowledged."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from ecosys.errors import EcosysError
from ecosys.log.database import Asked, Dialect, Query, Rows, Table
from ecosys.log.sqlite.file import (
    Connection,
    State,
    connect,
    looking,
    make_place,
    translating,
    use_wal,
)

if TYPE_CHECKING:
    import sqlalchemy


class SqliteDialect:
    """How SQLite says what SQL has no common words for."""

    schema = "main"

    def instant(self, column: str) -> str:
        """Whole seconds and the rest, also before 1970."""
        rest = f"(({column} % 1000000 + 1000000) % 1000000)"
        seconds = f"strftime('%Y-%m-%dT%H:%M:%S', ({column} - {rest}) / 1000000, 'unixepoch')"
        return f"{seconds} || printf('.%06dZ', {rest})"

    def text(self, json: str, path: str) -> str:
        """What stands at a path of a JSON text."""
        return f"json_extract({json}, '{path}')"

    whole = text

    def number(self, digits: str, times: int = 1) -> str:
        """Exact digits as a number."""
        number = f"CAST({digits} AS REAL)"
        return number if times == 1 else f"CAST(printf('%.15g', {number} * {times}) AS REAL)"

    def place(self, text: str, part: str) -> str:
        """At which character a part begins."""
        return f"instr({text}, {part})"


class Sqlite:
    """A database file; each thread has a connection of its own.

    Opening and reading leave the file as it is; the first write turns its write-ahead log on.
    """

    dialect: Dialect = SqliteDialect()

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._all: WeakSet[Connection] = WeakSet()

    @staticmethod
    def path_of(url: str) -> Path:
        """The file of a URL: `sqlite:///log.db` is relative, `sqlite:////var/log.db` is not."""
        return Path(url.removeprefix("sqlite://").removeprefix("/"))

    @classmethod
    def open(cls, url: str) -> "Sqlite":
        """The database of a URL; the folder of its file is made."""
        path = cls.path_of(url)
        make_place(path)
        return cls(path)

    def __str__(self) -> str:
        return str(self.path)

    @property
    def in_transaction(self) -> bool:
        """Whether this thread is within a transaction."""
        return self._connection().in_transaction

    def tables(self) -> frozenset[str]:
        """The names of all tables and views; the file is left as it is."""
        sql = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
        with translating(self.path), looking(self.path) as connection:
            names = [name for (name,) in connection.execute(sql)] if connection else []
        return frozenset(name for name in names if not name.startswith("sqlite_"))

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""
        while True:
            connection = self._connection()
            try:
                with translating(self.path):
                    rows = connection.execute(sql, parameters).fetchall()
            except EcosysError:
                if not self._was_written_to(connection):
                    raise
            else:
                if not self._was_written_to(connection):
                    return rows
            del self._local.connection

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Run one query and yield its rows as they are read."""
        connection = self._connection()
        if connection.frozen_at:
            yield from self.execute(sql, parameters)
            return
        with translating(self.path):
            yield from connection.execute(sql, parameters)

    def insert(
        self, table: str, columns: tuple[str, ...], rows: Iterable[Sequence[object]]
    ) -> None:
        """Add rows, all or none: one that is refused undoes the transaction, or what is tried."""
        marks = ", ".join("?" * len(columns))
        # OR ROLLBACK: SQLite then need not be ready to undo each row by itself
        insert = "INSERT" if self._is_trying() else "INSERT OR ROLLBACK"
        sql = f"{insert} INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        with translating(self.path):
            self._connection().executemany(sql, rows)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All that is read within is of one moment, whatever others write meanwhile."""
        with self._transaction("BEGIN"):
            yield

    @contextmanager
    def writing(self, *first: Query) -> Iterator[list[Rows]]:
        """A transaction that no other writer can enter; nothing of it stays after an error.

        Within another it is a part of that one.
        """
        connection = self._connection()
        if not connection.in_transaction:
            with translating(self.path):
                use_wal(connection, self.path)
        with self._transaction("BEGIN IMMEDIATE"):
            yield [self.execute(*query) for query in first]

    @contextmanager
    def trying(self) -> Iterator[None]:
        """A part of a transaction that alone is undone after an error."""
        connection = self._connection()
        within_another, self._local.trying = self._is_trying(), True
        connection.execute("SAVEPOINT trying")
        try:
            yield
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK TO trying")
            raise
        finally:
            self._local.trying = within_another
            if connection.in_transaction:
                connection.execute("RELEASE trying")

    def rename(self, table: str, name: str) -> None:
        """Give a table another name; its indexes stay with it, views go on to name the old one."""
        self.execute("PRAGMA legacy_alter_table = ON")  # else views would follow the table
        try:
            self.execute(f"ALTER TABLE {table} RENAME TO {name}")
        finally:
            self.execute("PRAGMA legacy_alter_table = OFF")

    @contextmanager
    def migrating(self) -> Iterator["sqlalchemy.Connection"]:
        """The same by a connection of SQLAlchemy."""
        from sqlalchemy import NullPool, create_engine, event
        from sqlalchemy.exc import DBAPIError

        def writer() -> Connection:
            connection = connect(self.path)
            use_wal(connection, self.path)
            return connection

        engine = create_engine("sqlite://", creator=writer, poolclass=NullPool)
        event.listen(engine, "begin", lambda each: each.exec_driver_sql("BEGIN IMMEDIATE"))
        with translating(self.path):
            try:
                with engine.begin() as connection:
                    yield connection
            except DBAPIError as problem:
                raise problem.orig or problem from None
            finally:
                engine.dispose()

    def copy(self, path: Path) -> None:
        """Write all that is committed to another file."""
        with translating(path), closing(sqlite3.connect(path)) as target:
            self._connection().backup(target)

    def asking(
        self, views: Mapping[str, str], tables: Iterable[Table] = ()
    ) -> AbstractContextManager[Asked]:
        """The same to be asked in SQL by others, with views and tables that only they see."""
        from ecosys.log.sqlite.query import ReadOnly

        return ReadOnly.open(self.path, views, tables)

    def close(self) -> None:
        """Close the connections of all threads."""
        for connection in list(self._all):
            connection.close()
        self._all.clear()
        self._local = threading.local()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        connection = self._connection()
        within_another = connection.in_transaction
        if within_another:
            yield
            return
        with translating(self.path):
            connection.execute(begin)
        try:
            yield
            with translating(self.path):
                connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _connection(self) -> Connection:
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            with translating(self.path):
                connection = self._local.connection = connect(self.path)
            self._all.add(connection)
        return connection

    def _is_trying(self) -> bool:
        return getattr(self._local, "trying", False)

    def _was_written_to(self, connection: Connection) -> bool:
        """Whether somebody wrote a file that is read as one that nobody writes."""
        return connection.frozen_at is not None and connection.frozen_at != State.of(self.path)
