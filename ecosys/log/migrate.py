"""Migrations: bring a database's tables to the shape that this version writes."""

import re
from pathlib import Path
from typing import Any

from ecosys import paths
from ecosys.errors import Unavailable
from ecosys.log.sqlite import Sqlite

_REVISION = re.compile(r"^(\d{4})_\w+\.py$")


def newest() -> str:
    """The newest revision there is: its file sorts last."""
    names = sorted(path.name for path in (paths.migrations() / "versions").glob("*.py"))
    found = _REVISION.match(names[-1])
    assert found, names[-1]
    return found[1]


def revision(database: Sqlite) -> str | None:
    """The revision that a database is at; None for an empty one."""
    tables = database.execute("SELECT name FROM sqlite_master WHERE name = 'alembic_version'")
    rows = database.execute("SELECT version_num FROM alembic_version") if tables else []
    return str(rows[0][0]) if rows else None


def upgrade(database: Sqlite, to: str = "head") -> None:
    """Bring the tables to a revision, the newest by default; where they are there, do nothing."""
    at = revision(database)
    if at == newest() and to == "head":
        return
    if at is not None and at > newest():
        raise Unavailable(
            f"{database.path} was written by a newer ecosys (revision {at}).",
            hint="Upgrade the package.",
        )
    run(database.path, "upgrade", to)


def run(path: Path, command: str, *arguments: Any) -> None:
    """Run an Alembic command on a database file."""
    import logging

    import alembic.command
    from alembic.config import Config
    from sqlalchemy import create_engine

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        getattr(alembic.command, command)(config, *arguments)
    engine.dispose()
