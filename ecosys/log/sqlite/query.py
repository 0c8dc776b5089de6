"""Queries that others write, over an SQLite file: they only read, within limits.

SQLite itself refuses whatever is no reading: the file is opened to be read, and each action of a
statement is allowed one by one before it runs.
"""

import re
import sqlite3
import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ecosys.errors import EcosysError, InvalidInput, Unavailable
from ecosys.log.database import Table
from ecosys.log.sqlite.file import connect_to_read, translating
from ecosys.values.words import suggest

READING = frozenset(
    (
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
    )
)
"""What a query may do."""
STEPS = 10_000
"""After how many steps of SQLite the time is looked at: about every millisecond."""
PART = 100
"""How many rows are read at once."""
MAX_BYTES = 10_000_000
"""How long a text is at most that a query makes: an event has 65,535 bytes at most."""
ONLY_READS = "Write one SELECT, WITH or VALUES: a query only reads."
TABLE_FUNCTIONS = ("json_each", "json_tree")
"""Functions that give rows: SQLite makes a table for each before its first use."""
_NEAR = re.compile(
    r'near "(?P<token>.*)": syntax error|unrecognized token: "(?P<odd>.*)"', re.DOTALL
)
_UNKNOWN = re.compile(r"no such (?P<kind>table|column|function): (?P<name>.*)", re.DOTALL)


class ReadOnly:
    """A database that can be asked and not changed, with views and tables of its own beside."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._is_refused = False
        self._left = 0.0
        self._end = 0.0

    @classmethod
    @contextmanager
    def open(
        cls, path: Path, views: Mapping[str, str], tables: Iterable[Table] = ()
    ) -> Iterator["ReadOnly"]:
        """Open a file, with views by their names and queries, and with tables."""
        with translating(path), closing(connect_to_read(path)) as connection:
            asked = cls(connection)
            for name, query in views.items():
                connection.execute(f"CREATE TEMP VIEW {_quoted(name)} AS {query}")
            for table in tables:
                asked._add(table)
            asked._close_for_writing()
            yield asked

    @contextmanager
    def ask(
        self, query: str, seconds: float
    ) -> Iterator[tuple[list[str], Iterator[tuple[Any, ...]]]]:
        """The columns and the rows of a query, as they are read, within some seconds.

        InvalidInput where it is none, or does more than read; Unavailable where it takes longer.
        """
        self._is_refused, self._left = False, seconds
        with self._explaining(query, seconds), self._timed():
            cursor = self._connection.execute(query)
        if cursor.description is None:
            raise InvalidInput("There is no query.", hint=ONLY_READS)
        with closing(self._rows(cursor, query, seconds)) as rows:
            yield [name for name, *_ in cursor.description], rows

    def _rows(
        self, cursor: sqlite3.Cursor, query: str, seconds: float
    ) -> Generator[tuple[Any, ...], None, None]:
        """The rows as they are read; whoever takes them may take his time."""
        some: list[tuple[Any, ...]] = [()]
        while some:
            with self._explaining(query, seconds), self._timed():
                some = cursor.fetchmany(PART)
            yield from some

    @contextmanager
    def _timed(self) -> Iterator[None]:
        """Take the time that SQLite needs from what is left of it."""
        self._end = time.monotonic() + self._left
        try:
            yield
        finally:
            self._left = self._end - time.monotonic()

    def _add(self, table: Table) -> None:
        names = ", ".join(map(_quoted, table.columns))
        marks = ", ".join("?" * len(table.columns))
        name = _quoted(table.name)
        try:
            self._connection.execute(f"CREATE TEMP TABLE {name} ({names})")
            self._connection.executemany(f"INSERT INTO {name} VALUES ({marks})", table.rows)  # noqa: S608
        except (sqlite3.OperationalError, sqlite3.ProgrammingError) as problem:
            raise InvalidInput(f"{table.name} cannot be a table: {problem}.") from None

    def _close_for_writing(self) -> None:
        connection = self._connection
        for function in TABLE_FUNCTIONS:
            connection.execute(f"SELECT 1 FROM {function}('[]')")  # noqa: S608  names of ours
        connection.execute("PRAGMA query_only = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_BYTES)
        connection.text_factory = lambda text: text.decode(errors="replace")
        connection.set_progress_handler(self._is_late, STEPS)
        connection.set_authorizer(self._authorize)

    def _authorize(self, action: int, *_: str | None) -> int:
        if action in READING:
            return sqlite3.SQLITE_OK
        self._is_refused = True
        return sqlite3.SQLITE_DENY

    def _is_late(self) -> bool:
        return time.monotonic() > self._end

    @contextmanager
    def _explaining(self, query: str, seconds: float) -> Iterator[None]:
        """What SQLite says of a query becomes an error that says what to do."""
        try:
            yield
        except sqlite3.OperationalError as problem:
            code = getattr(problem, "sqlite_errorcode", None)  # none where a text is none any more
            if code == sqlite3.SQLITE_INTERRUPT:
                if not self._is_late():
                    raise KeyboardInterrupt from None
                raise _late(seconds) from None
            if code != sqlite3.SQLITE_ERROR:
                raise
            raise self._mistake(query, str(problem)) from None
        except (
            sqlite3.ProgrammingError,
            sqlite3.Warning,
            sqlite3.DataError,
            ValueError,
        ) as problem:
            what = str(problem).rstrip(".")
            raise InvalidInput(f"The query cannot be asked: {what}.", hint=ONLY_READS) from None
        except sqlite3.DatabaseError:
            if not self._is_refused:
                raise
            raise InvalidInput("The query does more than read.", hint=ONLY_READS) from None

    def _mistake(self, query: str, problem: str) -> EcosysError:
        if match := _UNKNOWN.fullmatch(problem):
            hint = suggest(match["name"], self._names()) if match["kind"] == "table" else ""
            place = _place(query, query.find(match["name"]))
            return InvalidInput(f"There is no {match['kind']} {match['name']}{place}.", hint=hint)
        place = _place(query, self._offset(query, problem))
        return InvalidInput(f"The query is wrong{place}: {problem}.")

    def _names(self) -> list[str]:
        sql = "SELECT name FROM temp.sqlite_master ORDER BY rowid"
        return [name for (name,) in self._connection.execute(sql)]

    def _offset(self, query: str, problem: str) -> int:
        """Where a query is wrong: the first token at which it is so, if what follows is cut."""
        if problem == "incomplete input":
            return len(query.rstrip())
        match = _NEAR.fullmatch(problem)
        if match is None:
            return -1
        token = match["token"] or match["odd"]
        for each in re.finditer(re.escape(token), query):
            try:
                self._connection.execute(f"EXPLAIN {query[: each.end()]}")
            except sqlite3.Error as other:
                if str(other) == problem:
                    return each.start()
        return -1


def _late(seconds: float) -> Unavailable:
    return Unavailable(
        f"The query took longer than {seconds:g} s.", hint="Ask for less, or give it more time."
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _place(query: str, offset: int) -> str:
    """Where in a query something stands, in words; nothing where that is not known."""
    if offset < 0:
        return ""
    before = query[:offset]
    return f" in line {before.count(chr(10)) + 1}, column {offset - before.rfind(chr(10))}"
