"""Duck: sessions of DuckDB, and texts and names as they stand in its SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


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


def quoted(text: str) -> str:
    """A text, in quotes.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def named(column: str) -> str:
    """A name, in quotes."""
    return '"' + column.replace('"', '""') + '"'
