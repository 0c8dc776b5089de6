"""Postgres: a database on a server, for many processes; what is committed is on its disk."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg

from ecosys.errors import StatementRefused, Unavailable
from ecosys.log.database import Asked, Dialect, Query, Rows, Table
from ecosys.log.postgres.address import Address
from ecosys.log.postgres.connection import (
    ANSWER_SECONDS,
    COMMIT_SECONDS,
    Connection,
    Connections,
)
from ecosys.log.postgres.dialect import PostgresDialect
from ecosys.log.postgres.errors import translating
from ecosys.log.postgres.query import ReadOnly
from ecosys.log.postgres.statements import inserting, translated
from ecosys.log.postgres.views import Views

if TYPE_CHECKING:
    import sqlalchemy

_READS = re.compile(r"\s*(SELECT|VALUES|WITH)\b", re.IGNORECASE)
FEW = 4
"""How many rows are added by one statement; more are copied."""
OF_LOG = ("event", "event_subject")
"""The tables whose columns are known here: what is copied to them is sent as PostgreSQL has it."""
NOT_TEXT = {"position": "int8", "recorded_at": "int8", "leaf": "bytea"}
"""The types of their columns that are none of text."""
STREAMED = 2000
"""How many rows of a stream are read at once."""
BEGIN_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
BEGIN_WRITING = ("BEGIN", "SELECT 1 FROM log_head FOR UPDATE")
"""Whoever writes locks the head of the log first: others then wait for their turn."""
REVISIONS = (
    "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL,"
    " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
"""The table that tells the revision; whoever migrates makes it, or waits for who does."""


class Postgres:
    """A database of PostgreSQL.

    A position is taken under the lock of the log's head, which is held until it is committed. So
    positions have no gaps, and who reads never misses one. Readers lock nothing and never wait.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._connections = Connections(address)
        self._views = Views()

    @classmethod
    def open(cls, url: str) -> "Postgres":
        """The database of a URL; it is reached when it is first asked."""
        return cls(Address.read(url))

    def __str__(self) -> str:
        return str(self.address)

    @property
    def in_transaction(self) -> bool:
        """Whether this thread is within a transaction."""
        return self._connections.own is not None

    def tables(self) -> frozenset[str]:
        """The names of all tables and views; the database is left as it is."""
        sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema"
        return frozenset(name for (name,) in self.execute(sql))

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Rows:
        """Run one statement and return its rows.

        Within a transaction one that gives none is sent with the next that does.
        """
        query, given = translated(sql), tuple(parameters)
        own, reads = self._connections.own, bool(_READS.match(sql))
        with translating(self.address):
            if own is not None and not reads:
                own.later(query, given)
                return []
            return self._connections.run(lambda each: each.now(query, given), again=reads)

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Run one query and yield its rows as they are read.

        Outside of a transaction it has a connection of its own: what is read meanwhile is apart.
        """
        own = self._connections.own
        connection = own or self._connections.open()
        try:
            with translating(self.address):
                if own is None:
                    connection.patience = None  # all of a log may be put in order first
                    connection.execute(BEGIN_READING)
                connection.flush()
                with connection.cursor("streamed") as cursor:
                    cursor.itersize = STREAMED
                    cursor.execute(translated(sql), tuple(parameters))
                    yield from cursor
        finally:
            if own is None:
                connection.close()

    def insert(
        self, table: str, columns: tuple[str, ...], rows: Iterable[Sequence[object]]
    ) -> None:
        """Add rows, all or none: one that is refused undoes the transaction, or what is tried."""
        given = list(rows)
        if not given:
            return
        with translating(self.address):
            self._connections.run(lambda each: _add(each, table, columns, given), again=False)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All that is read within is of one moment, whatever others write meanwhile."""
        with self._transaction(lambda each: each.together([BEGIN_READING])):
            yield

    @contextmanager
    def writing(self, *first: Query) -> Iterator[list[Rows]]:
        """A transaction that no other writer can enter; nothing of it stays after an error.

        Within another it is a part of that one. The first queries are sent with its beginning.
        """
        if self.in_transaction:
            yield [self.execute(*query) for query in first]
            return
        self._views = Views()
        asked = [(translated(sql), given) for sql, given in first]
        with self._transaction(lambda each: each.together(BEGIN_WRITING, asked)) as rows:
            yield rows

    @contextmanager
    def trying(self) -> Iterator[None]:
        """A part of a transaction that alone is undone after an error."""
        own = self._connections.own
        if own is None:
            raise StatementRefused(f"{self.address}: only a part of a transaction is tried.")
        with translating(self.address):
            own.now("SAVEPOINT trying")
            try:
                yield
                own.flush()
            except BaseException:
                own.waiting.clear()
                if not own.closed:
                    own.now("ROLLBACK TO SAVEPOINT trying")
                raise
            finally:
                own.later("RELEASE SAVEPOINT trying")

    def rename(self, table: str, name: str) -> None:
        """Give a table another name; its indexes stay with it, views go on to name the old one."""
        self._views.rename(self.execute, table, name)

    @contextmanager
    def migrating(self) -> Iterator["sqlalchemy.Connection"]:
        """The same by a connection of SQLAlchemy."""
        from sqlalchemy import NullPool, create_engine
        from sqlalchemy.exc import DBAPIError

        engine = create_engine(
            "postgresql+psycopg://", creator=self._connections.open_plain, poolclass=NullPool
        )
        with translating(self.address):
            try:
                with engine.connect().execution_options(isolation_level="READ COMMITTED") as each:
                    _lock_to_migrate(each)
                    yield each
                    each.commit()
            except DBAPIError as problem:
                raise problem.orig or problem from None
            finally:
                engine.dispose()

    @property
    def dialect(self) -> Dialect:
        """The words of PostgreSQL, over the schema in which the tables are."""
        ((schema,),) = self.execute("SELECT current_schema")
        return PostgresDialect(schema)

    @contextmanager
    def asking(self, views: Mapping[str, str], tables: Iterable[Table] = ()) -> Iterator[Asked]:
        """The same to be asked in SQL by others, with views and tables that only they see."""
        connection = self._connections.open_plain()
        with translating(self.address), ReadOnly.open(connection, views, tables) as asked:
            yield asked

    def close(self) -> None:
        """Close the connections of all threads."""
        self._connections.close()

    @contextmanager
    def _transaction(self, begin: Callable[[Connection], list[Rows]]) -> Iterator[list[Rows]]:
        if self.in_transaction:
            yield []
            return
        with translating(self.address), self._connections.keeping(begin) as (connection, rows):
            yield rows
            self._commit(connection)

    def _commit(self, connection: Connection) -> None:
        """End a transaction. Only what the server says without a warning is acknowledged."""
        if connection.has_failed:
            raise StatementRefused(f"{self.address}: a statement failed; nothing was written.")
        connection.warnings.clear()
        connection.patience = COMMIT_SECONDS
        try:
            connection.now("COMMIT")
        except psycopg.OperationalError as problem:
            if not connection.closed:
                raise
            raise Unavailable(
                f"{self.address} was lost while the transaction ended: {problem}",
                hint="Nobody knows whether it was written. Append the same events again: those "
                "that were recorded keep their positions.",
            ) from None
        finally:
            connection.patience = ANSWER_SECONDS
        if connection.warnings:
            raise Unavailable(
                f"{self.address}: {'; '.join(connection.warnings)}.",
                hint="It may be lost if that server is. Append the same events again.",
            )


def _add(
    connection: Connection, table: str, columns: tuple[str, ...], rows: Sequence[Sequence[object]]
) -> None:
    """Add rows: some by a statement, many as a stream."""
    if len(rows) <= FEW:
        send = connection.later if connection.is_in_transaction else connection.now
        send(inserting(table, columns, len(rows)), [value for each in rows for value in each])
        return
    connection.flush()
    form = " (FORMAT BINARY)" if table in OF_LOG else ""
    sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN{form}"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        if form:
            copy.set_types([NOT_TEXT.get(name, "text") for name in columns])
        for each in rows:
            copy.write_row(each)


def _lock_to_migrate(connection: "sqlalchemy.Connection") -> None:
    """Wait for whoever migrates, and for whoever writes; reading goes on."""
    from sqlalchemy import inspect, text
    from sqlalchemy.exc import IntegrityError, ProgrammingError

    while True:
        try:
            connection.execute(text(REVISIONS))
            break
        except (IntegrityError, ProgrammingError) as problem:  # somebody else made it meanwhile
            if getattr(problem.orig, "sqlstate", None) not in ("23505", "42P07"):
                raise
            connection.rollback()
    connection.execute(text("LOCK TABLE alembic_version IN SHARE ROW EXCLUSIVE MODE"))
    if inspect(connection).has_table("log_head"):
        connection.execute(text("SELECT 1 FROM log_head FOR UPDATE"))
