"""Definitions: whether tables and triggers of a log are those that the migrations make."""

from collections.abc import Mapping
from typing import NoReturn

from ecosys.errors import EcosysError
from ecosys.log.database import Database
from ecosys.log.sqlite import Sqlite

CORE = ("event", "event_subject", "log_head", "log_origin", "read_model", "withheld")
"""The tables that every log has; others follow from them, or are a user's own."""
SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"
FORBIDDEN = (
    "UPDATE event SET origin = origin",
    "DELETE FROM event",
    "UPDATE log_head SET position = position - 1",
    "UPDATE log_head SET root = root",
    "DELETE FROM log_head",
    "UPDATE log_origin SET origin = origin",
    "DELETE FROM log_origin",
)
"""What a database refuses to do to a log that has events of its own."""


def definition_faults(database: Database, fresh: Database) -> list[str]:
    """What is defined otherwise than in a database that was just made, in words.

    It is told of the core tables, and of all triggers. Where an engine does not tell it is tried.
    """
    found, wanted = _definitions(database), _definitions(fresh)
    if found is None or wanted is None:
        return refusal_faults(database)
    names = sorted(found.keys() | wanted.keys())
    return [
        f"{name} is not what the migrations make: "
        f"{'it is missing' if name not in found else 'it was added or altered'}."
        for name in names
        if found.get(name) != wanted.get(name)
    ]


def refusal_faults(database: Database) -> list[str]:
    """What a database does to a log though it should refuse; all of it is undone."""
    accepted: list[str] = []
    try:
        with database.writing():
            accepted = [sql for sql in FORBIDDEN if _is_accepted(database, sql)]
            _undo()
    except _Undone:
        pass
    return [f"The database does not refuse: {sql}." for sql in accepted]


def _undo() -> NoReturn:
    raise _Undone


class _Undone(Exception):
    """Nothing of what was tried stays."""


def _is_accepted(database: Database, sql: str) -> bool:
    try:
        with database.trying():
            database.execute(sql)
    except EcosysError:
        return False
    return True


def _definitions(database: Database) -> Mapping[str, str] | None:
    """The texts by which core tables, their indexes and all triggers are made, by their names."""
    if not isinstance(database, Sqlite):
        return None
    rows = database.execute(SQLITE)
    return {
        f"{kind} {name}": " ".join(sql.split())
        for kind, name, table, sql in rows
        if table in CORE or kind == "trigger"
    }
