"""Databases of the benchmarks: files, or with --postgres those of a server that is started.

A file is read and written by the process itself, so what it takes is told in processor time. A
server works beside it: there the time on the clock is told, of a machine that should do nothing
else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, process_time

import psycopg

from ecosys.log.engines import open_database
from ecosys.log.log import Log
from tests.engines import TEMPLATE, make, named
from tests.log.postgres import server as postgres_server

DURABLE = {"listen_addresses": "''", "max_connections": "50"}
"""What a server of benchmarks is told: all else is as it comes, fsync too."""
_server: list[str] = []
_numbers = count()


@contextmanager
def on_postgres() -> Iterator[str]:
    """Within, databases are those of a server that is started; its URL."""
    with TemporaryDirectory() as folder:
        url = postgres_server.start(Path(folder), DURABLE)
        try:
            make(url, TEMPLATE, "template0")
            open_database(named(url, TEMPLATE)).close()
            _server.append(url)
            yield url
        finally:
            _server.clear()
            postgres_server.stop(Path(folder))


def new(folder: Path, name: str = "log") -> str:
    """Where an empty database is, as `--database` takes it: a file in a folder, or a URL."""
    return make(_server[0], f"bench_{next(_numbers)}") if _server else str(folder / f"{name}.db")


def clock() -> Callable[[], float]:
    """What tells seconds: of the processor; where a server works too, on the clock."""
    return monotonic if _server else process_time


def size(database: str) -> int:
    """How many bytes a database needs."""
    if not _server:
        return Path(database).stat().st_size
    with psycopg.connect(database) as connection:
        [(bytes,)] = connection.execute("SELECT pg_database_size(current_database())")
    return int(bytes)


def settle(database: str) -> None:
    """Write down what waits to be, and have a server learn what there is: it does so by itself."""
    if _server:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        return
    opened = open_database(database)
    opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.close()


def copy(given: str, database: str) -> None:
    """Copy a log into an empty database, byte for byte."""
    lines, log = Log(open_database(given)).lines(), Log(open_database(database))
    while batch := list(islice(lines, 1000)):
        log.replay(batch)
    log.database.close()


def remove(database: str) -> None:
    """Have a large database gone."""
    if not _server:
        Path(database).unlink()
