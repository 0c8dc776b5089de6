"""Queries that others write, over a database of PostgreSQL: they only read, within limits.

Views and tables of whoever asks are made for the transaction in which he asks; then that is made
one that only reads, and each query is run as a cursor, which is nothing else than a query. In the
end all of it is undone.
"""

import re
import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from decimal import Decimal
from typing import Any

import psycopg
from psycopg import sql

from ecosys.errors import EcosysError, InvalidInput, Unavailable
from ecosys.log.database import Table
from ecosys.log.postgres.connection import Connection
from ecosys.values.words import suggest

PART = 1000
"""How many rows are read at once."""
NAME = "asked"
"""The name of the cursor."""
ONLY_READS = "Write one SELECT, WITH or VALUES: a query only reads."
_UNKNOWN = re.compile(r'(?P<kind>relation|column|function) "?(?P<name>[^"]*?)"? does not exist')
_KINDS = {"relation": "table", "column": "column", "function": "function"}
_CHANGES = (
    psycopg.errors.ReadOnlySqlTransaction,
    psycopg.errors.FeatureNotSupported,
    psycopg.errors.ActiveSqlTransaction,
)
"""How PostgreSQL refuses what does more than read."""


class ReadOnly:
    """A database that can be asked and not changed, with views and tables of its own beside."""

    def __init__(self, connection: Connection, names: Iterable[str]) -> None:
        self._connection = connection
        self._names = sorted(names)
        self._left = 0.0

    @classmethod
    @contextmanager
    def open(
        cls, connection: Connection, views: Mapping[str, str], tables: Iterable[Table] = ()
    ) -> Iterator["ReadOnly"]:
        """Begin a transaction, with views by their names and queries, and with tables."""
        given = list(tables)
        with closing(connection):
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            for name, query in views.items():
                view = sql.SQL("CREATE TEMP VIEW {} AS ").format(sql.Identifier(name))
                connection.execute(view.as_string(connection) + query)
            for table in given:
                _add(connection, table)
            connection.execute("SET TRANSACTION READ ONLY")
            yield cls(connection, [*views, *(table.name for table in given)])

    @contextmanager
    def ask(
        self, query: str, seconds: float
    ) -> Iterator[tuple[list[str], Iterator[tuple[Any, ...]]]]:
        """The columns and the rows of a query, as they are read, within some seconds.

        InvalidInput where it is none, or does more than read; Unavailable where it takes longer.
        """
        if not query.strip().rstrip(";"):
            raise InvalidInput("There is no query.", hint=ONLY_READS)
        self._left = seconds
        self._connection.execute("SAVEPOINT asking")
        try:
            with self._connection.cursor(NAME) as cursor:
                with self._explaining(query, seconds), self._timed():
                    cursor.execute(query)
                with closing(self._rows(cursor, query, seconds)) as rows:
                    yield [each.name for each in cursor.description or ()], rows
        finally:
            self._connection.execute("ROLLBACK TO SAVEPOINT asking")

    def _rows(
        self, cursor: psycopg.ServerCursor[tuple[Any, ...]], query: str, seconds: float
    ) -> Generator[tuple[Any, ...], None, None]:
        """The rows as they are read; whoever takes them may take his time."""
        some: list[tuple[Any, ...]] = [()]
        while some:
            with self._explaining(query, seconds), self._timed():
                some = cursor.fetchmany(PART)
            yield from (tuple(map(_plain, row)) for row in some)

    @contextmanager
    def _timed(self) -> Iterator[None]:
        """Take the time that PostgreSQL needs from what is left of it."""
        left = max(1, round(self._left * 1000))
        self._connection.execute(f"SET LOCAL statement_timeout = {left}")
        began = time.monotonic()
        try:
            yield
        finally:
            self._left -= time.monotonic() - began

    @contextmanager
    def _explaining(self, query: str, seconds: float) -> Iterator[None]:
        """What PostgreSQL says of a query becomes an error that says what to do."""
        try:
            yield
        except psycopg.errors.QueryCanceled:
            raise Unavailable(
                f"The query took longer than {seconds:g} s.",
                hint="Ask for less, or give it more time.",
            ) from None
        except _CHANGES:
            raise InvalidInput("The query does more than read.", hint=ONLY_READS) from None
        except (psycopg.ProgrammingError, psycopg.DataError) as problem:
            raise self._mistake(query, problem) from None

    def _mistake(self, query: str, problem: psycopg.Error) -> EcosysError:
        words = problem.diag.message_primary or str(problem).rstrip(".")
        at = int(problem.diag.statement_position or 0) - self._before
        place = _place(query, at - 1) if at > 0 else ""
        if match := _UNKNOWN.match(words):
            kind = _KINDS[match["kind"]]
            hint = suggest(match["name"], self._names) if kind == "table" else ""
            return InvalidInput(f"There is no {kind} {match['name']}{place}.", hint=hint)
        begins_wrong = at <= 1 or not query[: at - 1].strip() or "not allowed" in words
        is_syntax = isinstance(problem, psycopg.errors.SyntaxError)
        hint = ONLY_READS if is_syntax and begins_wrong else ""
        return InvalidInput(f"The query is wrong{place}: {words}.", hint=hint)

    @property
    def _before(self) -> int:
        """How many characters psycopg puts before a query."""
        return len(f'DECLARE "{NAME}" CURSOR FOR ')


def _add(connection: Connection, table: Table) -> None:
    """Make a table of rows: a column is of numbers where all that stands in it are."""
    rows = [tuple(row) for row in table.rows]
    kinds = [_kind([row[at] for row in rows]) for at in range(len(table.columns))]
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind))
        for name, kind in zip(table.columns, kinds, strict=True)
    )
    named = sql.Identifier(table.name)
    try:
        connection.execute(sql.SQL("CREATE TEMP TABLE {} ({})").format(named, columns))
        copying = sql.SQL("COPY {} FROM STDIN").format(sql.SQL("pg_temp.{}").format(named))
        with connection.cursor() as cursor, cursor.copy(copying) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.ProgrammingError as problem:
        words = problem.diag.message_primary
        raise InvalidInput(f"{table.name} cannot be a table: {words}.") from None


def _kind(values: Iterable[object]) -> str:
    """The type of a column with these values."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int}:
        return "bigint"
    return "double precision" if kinds and kinds <= {int, float} else 'text COLLATE "C"'


def _plain(value: Any) -> Any:
    """A value as SQLite would give it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        is_whole = value.is_finite() and value == value.to_integral_value()
        return int(value) if is_whole else float(value)
    if value is None or isinstance(value, int | float | str | bytes):
        return value
    return str(value)


def _place(query: str, offset: int) -> str:
    """Where in a query something stands, in words."""
    before = query[:offset]
    return f" in line {before.count(chr(10)) + 1}, column {offset - before.rfind(chr(10))}"
