"""Engines: which engine opens which database. A new one is a folder beside `sqlite` and a line."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from ecosys import paths
from ecosys.errors import InvalidInput, Unavailable
from ecosys.log import migrate
from ecosys.log.database import Database
from ecosys.log.sqlite import Sqlite

TABLES_SECONDS = 10.0
"""How long a copy is waited for that has not the tables of its log yet."""
LOOK_SECONDS = 0.05


def _open_postgres(url: str) -> Database:
    """The database on a server of PostgreSQL; its driver is loaded for no other."""
    try:
        import psycopg  # noqa: F401
    except ImportError as problem:
        raise Unavailable(
            f"PostgreSQL needs psycopg: {problem}.", hint="pip install 'ecosys[postgres]'"
        ) from None
    from ecosys.log.postgres import Postgres

    return Postgres.open(url)


ENGINES: Mapping[str, Callable[[str], Database]] = {
    "sqlite": Sqlite.open,
    "postgresql": _open_postgres,
    "postgres": _open_postgres,
}
"""What opens a URL, by its scheme."""


def open_database(database: str | Path) -> Database:
    """Open the database at a path or URL; its tables are made or brought up to date.

    Unavailable where no engine knows the scheme, or the engine cannot open what is there.
    """
    opened = as_it_is(database)
    migrate.upgrade(opened)
    return opened


def as_it_is(database: str | Path) -> Database:
    """The database at a path or URL, with the tables that it has."""
    url = url_of(database)
    return ENGINES[url.partition("://")[0]](url)


def open_copy(copy: str | Path, of: Database, seconds: float = TABLES_SECONDS) -> Database:
    """Open a copy that follows a log: a replica of PostgreSQL, which can only be asked.

    It is left as it is. InvalidInput where it names several servers, of which one may be behind
    another, or holds another log; Unavailable where it has not the tables of this version in time.
    """
    url = url_of(copy)
    _refuse_several(url)
    opened = as_it_is(url)
    end = time.monotonic() + seconds
    while not migrate.is_newest(opened):
        if time.monotonic() >= end:
            raise Unavailable(
                f"{opened} has not the tables of {of}.", hint="Does it follow that server?"
            )
        time.sleep(LOOK_SECONDS)
    origin = "SELECT own_origin FROM log_head"
    if opened.execute(origin) != of.execute(origin):
        raise InvalidInput(
            f"{opened} is no copy of {of}: it holds another log.",
            hint="Name a replica of that server, and the same database.",
        )
    return opened


def _refuse_several(url: str) -> None:
    if url.startswith("sqlite:"):
        return
    from ecosys.log.postgres.address import Address

    address = Address.read(url)
    if len(address.servers) > 1:
        raise InvalidInput(
            f"{address} names several copies: one may be behind another.",
            hint="Name one for each process, as the one on its own machine.",
        )


def url_of(database: str | Path) -> str:
    """The URL of a database; a path is that of an SQLite file.

    >>> url_of("log.db")
    'sqlite:///log.db'
    >>> url_of("sqlite:///log.db")
    'sqlite:///log.db'
    >>> url_of("oracle://host/log")
    Traceback (most recent call last):
    ecosys.errors.Unavailable: oracle:// is not a database that this version can open. ...
    """
    text = str(database)
    scheme, is_url, _ = text.partition("://")
    if not is_url:
        return f"sqlite:///{_at_home(text)}"
    if scheme not in ENGINES:
        raise Unavailable(
            f"{scheme}:// is not a database that this version can open.",
            hint="Give a path, sqlite:///path, or postgresql://host/database.",
        )
    return text


def _at_home(path: str) -> Path:
    """A path in which ~ is the home of a user."""
    try:
        return Path(path).expanduser()
    except RuntimeError as problem:
        raise InvalidInput(f"{path}: {problem}", hint="Give the whole path.") from None


def path_of(database: str | Path) -> Path:
    """The file of a database; of one on a server a name in the data folder.

    What else belongs to a database is kept beside that path, and named after it.

    >>> path_of("sqlite:////var/lib/ecosys/log.db").as_posix()
    '/var/lib/ecosys/log.db'
    """
    url = url_of(database)
    if url.startswith("sqlite:"):
        return Sqlite.path_of(url)
    from ecosys.log.postgres.address import Address

    return Address.read(url).beside(paths.default_database().parent)


def is_made(database: str | Path) -> bool:
    """Whether a database holds something; to ask makes none.

    >>> is_made("/no/such/file.db")
    False
    """
    url = url_of(database)
    if url.startswith("sqlite:"):
        return path_of(url).is_file()
    opened = as_it_is(url)
    try:
        return bool(opened.tables())
    finally:
        opened.close()
