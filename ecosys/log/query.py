"""Filter: which events to read, and the query that finds them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ecosys.event import Event
from ecosys.event.subject import within

MAX_PARAMETERS = 500
"""How many values one query is given at most."""
COLUMNS = "position, recorded_at, origin, body"
"""What is read of an event: the fields of a `Line`."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events to read; empty means all."""

    types: tuple[str, ...] = ()
    """Types of events; events about events come with the types they are about."""
    subject: str | None = None
    """A subject and all beneath it."""
    among: frozenset[str] | None = None
    """Subjects, each without what is beneath it; None: any."""
    own_types: tuple[str, ...] = ()
    """Types that events are of themselves, whatever those are about."""

    @property
    def is_of_some(self) -> bool:
        """Whether what events are about is asked for."""
        return bool(self.types) or self.subject is not None or self.among is not None

    def is_of(self, type: str) -> bool:
        """Whether events of a type may be read, as far as that tells."""
        return not self.own_types or type in self.own_types

    def lets_through(self, event: Event) -> bool:
        """Whether a statement is of one of the types, and about the subject."""
        is_of = not self.types or event.type in self.types
        return is_of and self.is_of(event.type) and self.still_fits(event)

    def still_fits(self, event: Event) -> bool:
        """Whether a statement is about the subject: a correction may speak of fewer than it did."""
        if self.among is not None and self.among.isdisjoint(event.subjects):
            return False
        return self.subject is None or any(within(each, self.subject) for each in event.subjects)


ALL = Filter()
"""Every event."""


def query(
    where: Filter, after: int, upto: int | None, limit: int | None
) -> tuple[str, list[object]]:
    """The query, and its parameters, for the columns of events after a position, ascending.

    >>> query(ALL, 7, None, 10)
    ('SELECT position, recorded_at, origin, body FROM event WHERE position > ? ORDER BY position
    LIMIT ?', [7, 10])
    """
    sql = f"SELECT {COLUMNS} FROM event WHERE position > ?"  # noqa: S608  names of ours
    parameters: list[object] = [after]
    if upto is not None:
        sql += " AND position <= ?"
        parameters.append(upto)
    if where.own_types:
        sql += f" AND type IN ({_marks(where.own_types)})"
        parameters += where.own_types
    if where.is_of_some:
        clause, values = about(where, "concerns")
        sql += f" AND position IN (SELECT position FROM event_subject WHERE {clause})"  # noqa: S608
        parameters += values
    sql += " ORDER BY position"
    if limit is not None:
        sql += " LIMIT ?"
        parameters.append(limit)
    return sql, parameters


def about(where: Filter, type: str) -> tuple[str, list[object]]:
    """The condition that a filter sets, with its values, where `type` names the column of types.

    >>> about(Filter(("launched",)), "concerns")
    ('concerns IN (?)', ['launched'])
    >>> about(Filter(among=frozenset()), "type")  # not every engine takes an empty list
    ('false', [])
    """
    clauses, values = [], list[object]()
    if where.types:
        clauses.append(f"{type} IN ({_marks(where.types)})")
        values += where.types
    if where.subject is not None:
        clauses.append("(subject = ? OR (subject > ? AND subject < ?))")
        values += [where.subject, f"{where.subject}/", f"{where.subject}0"]  # 0 follows /
    if where.among is not None:
        clauses.append(f"subject IN ({_marks(where.among)})" if where.among else "false")
        values += sorted(where.among)
    return " AND ".join(clauses), values


END = (
    "SELECT head.position, recorded_at, frontier, own_origin, origin"
    " FROM log_head AS head LEFT JOIN log_origin ON true",
    (),
)
"""The query for the end of the log, its own origin, and each origin that is noted."""


def of_ids(ids: Sequence[str]) -> list[tuple[str, Sequence[object]]]:
    """The queries for the events of some ids: the id, then the columns."""
    return of_keys(f"id, {COLUMNS}", "id", ids)


def of_keys(names: str, key: str, wanted: Sequence[object]) -> list[tuple[str, Sequence[object]]]:
    """Queries for columns, by their names, of the events whose key is one of those wanted.

    >>> of_keys("body", "id", ["a"])
    [('SELECT body FROM event WHERE id = ?', ['a'])]
    >>> of_keys("body", "id", ["a", "b"])
    [('SELECT body FROM (VALUES (?), (?)) AS given CROSS JOIN event WHERE id = column1',
    ['a', 'b'])]
    """
    if len(wanted) == 1:
        return [(f"SELECT {names} FROM event WHERE {key} = ?", wanted)]  # noqa: S608
    parts = [wanted[at : at + MAX_PARAMETERS] for at in range(0, len(wanted), MAX_PARAMETERS)]
    return [
        (f"SELECT {names} FROM {values(len(some))} CROSS JOIN event WHERE {key} = column1", some)  # noqa: S608
        for some in parts
    ]


def values(count: int, width: int = 1) -> str:
    """So many rows of parameters, to be joined: `IN` would scan the table, or sort them first.

    Their columns are `column1` and so on.

    >>> values(2), values(1, 2)
    ('(VALUES (?), (?)) AS given', '(VALUES (?, ?)) AS given')
    """
    row = f"({', '.join('?' * width)})"
    return f"(VALUES {', '.join([row] * count)}) AS given"


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
