"""Migrations: bring a database's tables to the shape that this version writes."""

import re
from typing import Any

from ecosys import paths
from ecosys.errors import Unavailable
from ecosys.log.database import Database

_REVISION = re.compile(r"^(\d{4})_\w+\.py$")


def newest() -> str:
    """The newest revision there is: its file sorts last."""
    names = sorted(path.name for path in (paths.migrations() / "versions").glob("*.py"))
    number = _REVISION.match(names[-1])
    assert number, names[-1]
    return number[1]


def revision(database: Database) -> str | None:
    """The revision that a database is at; None for an empty one."""
    if not database.has_table("alembic_version"):
        return None
    rows = database.execute("SELECT version_num FROM alembic_version")
    return str(rows[0][0]) if rows else None


def upgrade(database: Database, to: str = "head") -> None:
    """Bring the tables to a revision, the newest by default; where they are there, do nothing."""
    at = revision(database)
    if at == newest() and to == "head":
        return
    if at is not None and at > newest():
        raise Unavailable(
            f"{database} was written by a newer ecosys (revision {at}).",
            hint="Upgrade the package.",
        )
    run(database.url, "upgrade", to)


def run(url: str, command: str, *arguments: Any) -> None:
    """Run an Alembic command on the database at a URL."""
    import logging

    import alembic.command
    from alembic.config import Config
    from sqlalchemy import create_engine

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            getattr(alembic.command, command)(config, *arguments)
    finally:
        engine.dispose()
