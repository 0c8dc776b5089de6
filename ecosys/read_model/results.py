"""Results: the stored result of a projection, kept as a read model of its own.

It is made when the projection is first asked at the end of the log, and kept with each append from
then on. Its rows are the states of the subjects, and which events belong to which statement: what
is recorded of a statement later changes that one alone.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from sys import maxsize
from typing import Any

from ecosys.event import Recorded
from ecosys.log.log import RELEASED, Log
from ecosys.log.query import Filter, about, values
from ecosys.moment import Held, Moment
from ecosys.moment.hold import hold
from ecosys.projection import Change, Projection, Stored, projections
from ecosys.read_model.checkpoint import TABLE
from ecosys.read_model.read_model import OF_PROJECTIONS, ReadModel
from ecosys.read_model.tables import Tables
from ecosys.values import instant

KNOWING_ALL = Moment(0, instant.AFTER_ALL, maxsize)
"""The moment of a state: all that is recorded counts, whenever it is so."""
MAX_SUBJECTS = 500
"""How many subjects are sought at once."""


def read_model_of(chosen: Projection) -> ReadModel:
    """The read model that holds the stored result of a projection.

    >>> from ecosys.projection import Stored, projection
    >>> @projection(takes=["launched"], unit="launches", version=2,
    ...             stored=Stored(lambda state, change: (state or 0) + 1, lambda *_: ()))
    ... def launches(events, context):
    ...     "How many launches there are. Definition: ours."
    >>> read_model_of(launches).tables
    ('projection_launches_2', 'projection_launches_2_family')
    """
    name = f"{OF_PROJECTIONS}{chosen.name}"
    table = f"{name}_{chosen.version}"
    family = f"{table}_family"
    schema = (
        f"CREATE TABLE {table} (subject TEXT NOT NULL PRIMARY KEY, state TEXT NOT NULL)",
        f"CREATE TABLE {family} (root BIGINT NOT NULL, member BIGINT NOT NULL,"
        " PRIMARY KEY (root, member))",
        f"CREATE INDEX ix_{family}_member ON {family} (member)",
    )

    def fold(log: Log, records: Sequence[Recorded]) -> None:
        changes = list(_changes(log, family, chosen, records))
        states = _read(log, table, list(dict.fromkeys(change.subject for change in changes)))
        for change in changes:
            states[change.subject] = stored_of(chosen).step(states.get(change.subject), change)
        _write(log, table, states)

    return ReadModel(name, chosen.version, (table, family), schema, fold)


def stored_of(chosen: Projection) -> Stored:
    """How the result of a projection is kept; TypeError where it is not."""
    if chosen.stored is None:
        raise TypeError(f"{chosen.name} has no stored result")
    return chosen.stored


def made(log: Log) -> Iterator[ReadModel]:
    """The read models of the stored results that somebody asked for."""
    sql = f"SELECT DISTINCT name FROM {TABLE} WHERE name LIKE '{OF_PROJECTIONS}%'"  # noqa: S608
    for (name,) in log.database.execute(sql):
        chosen = projections.get(name.removeprefix(OF_PROJECTIONS))
        if chosen is not None and chosen.stored is not None:
            yield read_model_of(chosen)


def states_at(
    log: Log, chosen: Projection, position: int, subject: str | None = None
) -> dict[str, Any] | None:
    """The states of a subject and all beneath it, by subject, as they are at a position.

    None where they go less far, or further: then the events must be folded.
    """
    model = read_model_of(chosen)
    tables = Tables(model)
    condition, given = about(Filter((), subject), "")
    rows = log.database.execute(  # by one statement: tables may take each other's places between
        f"SELECT position, subject, state FROM {TABLE} LEFT JOIN {model.tables[0]}"  # noqa: S608
        f" ON {condition or 'true'} WHERE name = ? AND version = ? ORDER BY subject",
        (*given, tables.key, model.version),
    )
    if not rows or rows[0][0] != position:
        return None
    return {subject: json.loads(state) for _, subject, state in rows if state is not None}


def _changes(
    log: Log, family: str, chosen: Projection, records: Iterable[Recorded]
) -> Iterator[Change]:
    """What events change in what a projection is given, one after the other."""
    for record in records:
        if not record.event.targets:
            yield from _between(chosen, (), (record,))
            continue
        for root in sorted(_roots(log, family, record)):
            sql = f"SELECT member FROM {family} WHERE root = ?"  # noqa: S608
            before = log.at([root, *(member for (member,) in log.database.execute(sql, (root,)))])
            log.database.insert(family, ("root", "member"), [(root, record.position)])
            yield from _between(chosen, before, (*before, record))


def _roots(log: Log, family: str, record: Recorded) -> set[int]:
    """The first events of what an event is about."""
    roots: set[int] = set()
    for line in log.find(record.event.targets).values():
        sql = f"SELECT root FROM {family} WHERE member = ?"  # noqa: S608
        rows = log.database.execute(sql, (line.position,))
        roots |= {root for (root,) in rows} or {line.position}
    return roots


def _between(
    chosen: Projection, before: Sequence[Recorded], after: Sequence[Recorded]
) -> Iterator[Change]:
    """What is otherwise, by subject, between what some events state and what more of them do."""
    old, new = _facts(chosen, before), _facts(chosen, after)
    if old == new:
        return
    for subject in sorted({subject for held in (*old, *new) for subject in _subjects(held)}):
        yield Change(
            subject,
            tuple(held for held in old if subject in _subjects(held)),
            tuple(held for held in new if subject in _subjects(held)),
        )


def _facts(chosen: Projection, records: Sequence[Recorded]) -> list[Held]:
    facts = hold(records, KNOWING_ALL, released=RELEASED, history=chosen.history)
    return [held for held in facts if not chosen.takes or held.type in chosen.takes]


def _subjects(held: Held) -> Collection[str]:
    return held.subjects or ("",)


def _read(log: Log, table: str, subjects: Sequence[str]) -> dict[str, Any]:
    """The states of subjects, as far as there are some."""
    states: dict[str, Any] = {}
    for start in range(0, len(subjects), MAX_SUBJECTS):
        some = subjects[start : start + MAX_SUBJECTS]
        sql = (
            f"SELECT subject, state FROM {values(len(some))}"  # noqa: S608
            f" CROSS JOIN {table} WHERE subject = column1"
        )
        states |= {name: json.loads(state) for name, state in log.database.execute(sql, some)}
    return states


def _write(log: Log, table: str, states: Mapping[str, Any]) -> None:
    for subject in states:
        log.database.execute(f"DELETE FROM {table} WHERE subject = ?", (subject,))  # noqa: S608
    rows = ((each, _text(each, state)) for each, state in states.items() if state is not None)
    log.database.insert(table, ("subject", "state"), rows)


def _text(subject: str, state: object) -> str:
    """A state as JSON; TypeError where that does not give it back as it was."""
    text = json.dumps(state, ensure_ascii=False, allow_nan=False)
    if json.loads(text) != state:
        raise TypeError(
            f"JSON does not give back the state of {subject}: {state!r:.200}. Allowed: lists, "
            "dicts with texts as keys, texts, numbers, true, false and null"
        )
    return text
