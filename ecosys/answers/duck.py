"""Duck: sessions of DuckDB, and texts and names as they stand in its SQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ecosys.values.checkpoint import checkpoint

if TYPE_CHECKING:
    import duckdb

LOOK_SECONDS = 0.05
"""How often it is looked whether a query is to go on."""


@contextmanager
def session(**config: Any) -> Iterator["duckdb.DuckDBPyConnection"]:
    """A database of its own, which may lay aside on disk what does not fit into memory.

    Nothing is fetched or installed for it. ImportError: DuckDB is not installed.
    """
    import duckdb

    with TemporaryDirectory(prefix="ecosys-duck-") as folder:
        own = {"temp_directory": folder, "autoinstall_known_extensions": False, **config}
        connection = duckdb.connect(config=own)
        try:
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute("SET enable_progress_bar = false")
            yield connection
        finally:
            connection.close()


def rows(connection: "duckdb.DuckDBPyConnection", sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query, which ends where a checkpoint has who asks end.

    DuckDB passes no checkpoints, so it works in a thread of its own meanwhile.

    >>> with session() as connection:
    ...     rows(connection, "SELECT 6 * 7")
    [(42,)]
    """
    with ThreadPoolExecutor(1) as thread:
        asked = thread.submit(lambda: connection.execute(sql).fetchall())
        try:
            while not wait([asked], LOOK_SECONDS).done:
                checkpoint()
        except BaseException:
            while not wait([asked], LOOK_SECONDS).done:
                connection.interrupt()  # again, as it may not have begun before
            raise
        return asked.result()


def quoted(text: str) -> str:
    """A text, in quotes.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def named(column: str) -> str:
    """A name, in quotes."""
    return '"' + column.replace('"', '""') + '"'
