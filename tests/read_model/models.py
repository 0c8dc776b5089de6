"""Read models for tests."""

from collections.abc import Sequence

from ecosys.event import Recorded
from ecosys.log.log import Log
from ecosys.log.sqlite import Sqlite
from ecosys.read_model import ReadModel


def noting(name: str = "noted", version: int = 1, refuse: str = "") -> ReadModel:
    """A read model that notes the ids of events, and cannot digest one of them."""
    table = f"{name}_{version}"

    def fold(log: Log, records: Sequence[Recorded]) -> None:
        for record in records:
            log.database.insert(table, ("id", "version"), [(record.id, version)])
            if record.id == refuse:
                raise ValueError("indigestible")

    schema = (
        f"CREATE TABLE {table} (id TEXT NOT NULL, version INTEGER NOT NULL)",
        f"CREATE UNIQUE INDEX ix_{table}_id ON {table} (id)",
    )
    return ReadModel(name, version, (table,), schema, fold)


def noted(log: Log, table: str = "noted_1") -> list[str]:
    """The ids that it noted, in the order in which it did."""
    place = "rowid" if isinstance(log.database, Sqlite) else "ctid"
    return [id for (id,) in log.database.execute(f"SELECT id FROM {table} ORDER BY {place}")]
