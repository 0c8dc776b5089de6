"""Definitions: whether tables and triggers of a log are those that the migrations make."""

from collections.abc import Mapping

from ecosys.log.database import Database
from ecosys.log.sqlite import Sqlite

CORE = (
    "api_key",
    "event",
    "event_subject",
    "log_head",
    "log_origin",
    "outcome",
    "read_model",
    "withheld",
)
"""The tables that every log has; others follow from them, or are a user's own."""
SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"


def definition_faults(database: Database, fresh: Database) -> list[str]:
    """What is defined otherwise than the migrations do it, in words.

    It is told of the core tables, and of all triggers. `fresh` is a file that was just made.
    """
    found, wanted = _found(database), _wanted(database, fresh)
    names = sorted(found.keys() | wanted.keys())
    return [
        f"{name} is not what the migrations make: "
        f"{'it is missing' if name not in found else 'it was added or altered'}."
        for name in names
        if found.get(name) != wanted.get(name)
    ]


def _found(database: Database) -> Mapping[str, str]:
    if isinstance(database, Sqlite):
        return _of_file(database)
    from ecosys.log.postgres.definitions import definitions

    return definitions(database, CORE)


def _wanted(database: Database, fresh: Database) -> Mapping[str, str]:
    if isinstance(database, Sqlite):
        return _of_file(fresh)
    from ecosys.log.postgres.definitions import made

    return made()


def _of_file(database: Database) -> Mapping[str, str]:
    """The texts by which core tables, their indexes and all triggers are made, by their names."""
    rows = database.execute(SQLITE)
    return {
        f"{kind} {name}": " ".join(sql.split())
        for kind, name, table, sql in rows
        if table in CORE or kind == "trigger"
    }
