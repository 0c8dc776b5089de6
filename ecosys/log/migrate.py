"""Migrations: bring a database's tables to the shape that this version writes."""

import re
from typing import TYPE_CHECKING, Any

from ecosys import paths
from ecosys.errors import InvalidInput, Unavailable, Unwritable
from ecosys.log.database import Database

if TYPE_CHECKING:
    import sqlalchemy

_REVISION = re.compile(r"^(\d{4})_\w+\.py$")
_MARK = "alembic_version"
"""The table that tells the revision."""
_FIRST = frozenset({_MARK, "event", "event_subject", "log_head", "log_origin"})
"""The tables of the first revision; an old version that was stopped in its midst left some."""
_OURS = frozenset({_MARK, "event", "log_head"})
"""What every log has."""


READABLE = frozenset({"0001", "0002", "0003"})
"""Older revisions that can be asked as they are, where they cannot be written."""


def revisions() -> list[str]:
    """The revisions that this version knows, ascending."""
    names = sorted(path.name for path in (paths.migrations() / "versions").glob("*.py"))
    return [number[1] for number in map(_REVISION.match, names) if number]


def newest() -> str:
    """The newest revision there is."""
    return revisions()[-1]


def upgrade(database: Database, to: str = "head") -> None:
    """Bring the tables to a revision, the newest by default; where they are there, do nothing.

    A log that can only be read is left at an older revision that answers all the same.

    InvalidInput where the database is of another program, Unavailable where this version cannot
    bring it there; both leave it as it is.
    """
    at = revision(database)
    if at == newest() and to == "head":
        return
    try:
        run(database, "upgrade", to)
    except Unwritable:
        if at in READABLE:
            return
        if at is None:
            raise
        raise Unwritable(
            f"{database} has the tables of an older ecosys (revision {at}, not {newest()}) and "
            "cannot be written, so that they cannot be brought up to date.",
            hint="Copy it to where you may write, and name the copy with --database.",
        ) from None


def is_newest(database: Database) -> bool:
    """Whether a log has the tables of this version; the errors are those of `upgrade`."""
    return revision(database) == newest()


def run(database: Database, command: str, *arguments: Any) -> None:
    """Run an Alembic command on a database, in one transaction that no other writer can enter."""
    import logging

    import alembic.command
    from alembic.config import Config

    import ecosys.log.tables  # noqa: F401  what env.py imports is not waited for in the transaction

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()).replace("%", "%%"))
    with database.migrating() as connection:
        _clear_half_made(connection, database)
        config.attributes["connection"] = connection
        getattr(alembic.command, command)(config, *arguments)


def revision(database: Database) -> str | None:
    """The revision of a log, which is left as it is; None where it is not made, or half made.

    InvalidInput where the database is of another program, Unavailable where it is of a newer
    version, or was altered.
    """
    tables = database.tables()
    if tables and not (tables >= _OURS or (_MARK in tables and tables <= _FIRST)):
        raise InvalidInput(
            f"{database} is no log of ecosys: it holds {', '.join(sorted(tables)[:5])}.",
            hint="Name another file with --database or ECOSYS_DATABASE.",
        )
    rows = database.execute(f"SELECT version_num FROM {_MARK}") if tables else []  # noqa: S608
    if not rows:
        return None
    at = str(rows[0][0])
    if at.isdecimal() and at > newest():
        raise Unavailable(
            f"{database} was written by a newer ecosys (revision {at}; this one knows {newest()}).",
            hint="Upgrade the package.",
        )
    if at not in revisions():
        raise _strange(database, f"its revision {at} is none of ecosys")
    return at


def _clear_half_made(connection: "sqlalchemy.Connection", database: Database) -> None:
    """Drop the empty tables that an old version made when it was stopped before it was done."""
    from sqlalchemy import inspect, text

    tables = inspect(connection).get_table_names()
    if not tables or connection.execute(text(f"SELECT 1 FROM {_MARK}")).first():  # noqa: S608
        return
    numbered = (_FIRST - {_MARK}).intersection(tables)
    filled = [f"SELECT 1 FROM {name} WHERE position > 0" for name in sorted(numbered)]  # noqa: S608
    if any(connection.execute(text(sql)).first() for sql in filled):
        raise _strange(database, "it holds events, and nothing tells which version wrote them")
    for name in tables:
        connection.execute(text(f"DROP TABLE {name}"))


def _strange(database: Database, reason: str) -> Unavailable:
    return Unavailable(
        f"{database} was altered: {reason}.",
        hint="Take a copy that was made before, or fill another file: ecosys seed --database NEW.",
    )
