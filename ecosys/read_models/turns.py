"""turns: the instants and the hours at which some value may change within a day."""

from collections.abc import Iterable, Sequence

from ecosys.event import Recorded
from ecosys.log.log import Log
from ecosys.log.reader import hours, instants
from ecosys.read_model.read_model import ReadModel

SCHEMA = (
    "CREATE TABLE turn_1 (at BIGINT NOT NULL PRIMARY KEY)",
    "CREATE TABLE hours_1 (hours TEXT NOT NULL PRIMARY KEY)",
)


def fold(log: Log, records: Sequence[Recorded]) -> None:
    """Write the instants and hours that stand in some events, as far as they are new."""
    after, upto = records[0].position - 1, records[-1].position
    _add(log, "turn_1", "at", instants(log.instants(after, upto)))
    _add(log, "hours_1", "hours", hours(log.hours(after, upto)))


turns = ReadModel("turns", 1, ("turn_1", "hours_1"), SCHEMA, fold)
"""When some value may change within a day."""


def _add(log: Log, table: str, column: str, values: Iterable[object]) -> None:
    sql = f"SELECT 1 FROM {table} WHERE {column} = ?"  # noqa: S608  names of ours
    new = [
        (value,)
        for value in sorted(set(values), key=str)
        if not log.database.execute(sql, (value,))
    ]
    log.database.insert(table, (column,), new)
