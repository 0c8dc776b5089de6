"""held: every version of what events state, with the bounds within which it holds.

A version is a row; it is folded by family, as `ecosys.moment.versions` says, so that an append
touches only the families that it concerns. What a family states may be another thing to one source
alone: a date that somebody else moved. Then it has rows for either.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ecosys.event import Recorded, Unrecognised, codec
from ecosys.events.confirmed import Confirmed
from ecosys.events.registered import Registered
from ecosys.events.rescheduled import Rescheduled
from ecosys.log.log import RELEASED, Log
from ecosys.moment.held import Held
from ecosys.moment.versions import Family, Version, readings, versions
from ecosys.read_model.read_model import ReadModel
from ecosys.read_models import _statements

ALL_SOURCES, ONE_SOURCE, READING = 1, 2, 4
"""For whom a row is: who asks all sources, or one alone; or it tells that one was read."""


OWN, CANCELLED, UNSTATED, RETURNED, SUPERSEDED = (1 << bit for bit in range(5))
OWN_MOVE, OWN_WORD, ENDS, UNRECOGNISED, GOES_ON = (1 << bit for bit in range(5, 10))
"""The bits of the column `flags`."""
ROOT_SHIFT, ONE_SOURCE_SHIFT = 20, 19
"""A version's number holds the position of its first event, and whether one source has it so."""
UNDATED = ""
"""The date of what has none."""
HIDDEN = CANCELLED | SUPERSEDED
"""What only those see who ask with history."""
COLUMNS = (
    *("version", "root", "type", "id", "position", "recorded_at", "said", "last_stated", "voice"),
    *("flags", "because", "events", "text", "dated", "dates", "valid_from", "valid_to", "earliest"),
    *("known_from", "known_to", "position_from", "position_to", "asked"),
    *("fields", "words"),
)
SCHEMA = (
    """
    CREATE TABLE held_5 (
        version INTEGER PRIMARY KEY,
        root BIGINT NOT NULL,
        type TEXT NOT NULL,
        id TEXT NOT NULL,
        position BIGINT NOT NULL,
        recorded_at BIGINT NOT NULL,
        said BIGINT NOT NULL,
        last_stated BIGINT NOT NULL,
        voice TEXT NOT NULL,
        flags INTEGER NOT NULL,
        because TEXT,
        events TEXT,
        text TEXT,
        dated TEXT,
        dates TEXT,
        valid_from BIGINT,
        valid_to BIGINT NOT NULL,
        earliest BIGINT,
        known_from BIGINT NOT NULL,
        known_to BIGINT NOT NULL,
        position_from BIGINT NOT NULL,
        position_to BIGINT NOT NULL,
        asked INTEGER NOT NULL,
        fields TEXT,
        words TEXT NOT NULL
    )""",
    "CREATE INDEX ix_held_5_root ON held_5 (root)",
    "CREATE INDEX ix_held_5_type ON held_5 (type)",
    """
    CREATE TABLE held_5_subject (
        subject TEXT NOT NULL,
        type TEXT NOT NULL,
        version BIGINT NOT NULL,
        place INTEGER NOT NULL,
        PRIMARY KEY (subject, type, version)
    )""",
    "CREATE INDEX ix_held_5_subject_version ON held_5_subject (version)",
    """
    CREATE TABLE held_5_family (
        root BIGINT NOT NULL,
        member BIGINT NOT NULL,
        PRIMARY KEY (root, member)
    )""",
    "CREATE INDEX ix_held_5_family_member ON held_5_family (member)",
    """
    CREATE TABLE held_5_rank (
        version BIGINT NOT NULL PRIMARY KEY,
        source TEXT NOT NULL,
        rank INTEGER NOT NULL
    )""",
    *_statements.SCHEMA,
)


def fold(log: Log, records: Sequence[Recorded]) -> None:
    """Write the versions of the families that some events begin, and anew of those they change."""
    roots = _roots(log, records)
    changed = {root for each in roots.values() for root in each}
    members = [(root, at) for at, each in roots.items() for root in each]
    log.database.insert("held_5_family", ("root", "member"), members)
    numbered = list(_versions(_families(log, records, changed)))
    _forget(log, changed)
    log.database.insert("held_5", COLUMNS, (_row(*each) for each in numbered))
    log.database.insert(
        "held_5_subject",
        ("subject", "type", "version", "place"),
        (
            (subject, told.held.type, number, place)
            for number, told, _ in numbered
            for place, subject in enumerate(dict.fromkeys(told.held.event.subjects))
        ),
    )
    _statements.write(log, (_stating(number, told) for number, told, _ in numbered))
    log.database.insert(
        "held_5_rank",
        ("version", "source", "rank"),
        (
            (number, told.held.event.source, told.held.event.effective_rank)
            for number, told, _ in numbered
            if isinstance(told.held.event, Registered)
        ),
    )


TABLES = ("held_5", "held_5_subject", "held_5_family", "held_5_rank", *_statements.TABLES)
held = ReadModel("held", 5, TABLES, SCHEMA, fold, _statements.COMPARED)
"""Every version of what events state."""


def _roots(log: Log, records: Sequence[Recorded]) -> dict[int, set[int]]:
    """By the position of an event about others the first events of the families that it is of."""
    about = [record for record in records if record.event.targets]
    ids = {target for record in about for target in record.event.targets}
    at = {record.id: record.position for record in records}
    at |= {id: line.position for id, line in log.find(ids - at.keys()).items()}
    roots: dict[int, set[int]] = {}
    for record in about:
        roots[record.position] = {
            root
            for target in record.event.targets
            for root in roots.get(at[target]) or _stored_roots(log, at[target])
        }
    return roots


def _stored_roots(log: Log, position: int) -> set[int]:
    """The first events of the families of an event; its own position where it is one."""
    sql = "SELECT root FROM held_5_family WHERE member = ?"
    return {int(root) for (root,) in log.database.execute(sql, (position,))} or {position}


def _families(log: Log, records: Sequence[Recorded], changed: Iterable[int]) -> Iterator[Family]:
    """The families that some events begin, and those that changed, by their first position."""
    here = {record.position: record for record in records}
    members: dict[int, set[int]] = defaultdict(set)
    for root in changed:
        sql = "SELECT member FROM held_5_family WHERE root = ?"
        members[root] = {root, *(member for (member,) in log.database.execute(sql, (root,)))}
    needed = {at for each in members.values() for at in each}
    here |= {each.position: each for each in log.at(needed - here.keys())}
    for record in records:
        if not record.event.targets and record.position not in members:
            members[record.position] = {record.position}
    for root in sorted(members):
        yield tuple(here[at] for at in sorted(members[root]))


def _versions(families: Iterable[Family]) -> Iterator[tuple[int, Version, int]]:
    """The versions of families: the number of each, the version, and for whom it is."""
    for family in families:
        root = family[0].position
        if isinstance(family[0].event, Confirmed):
            yield from _numbered(root, readings(family, released=RELEASED), READING)
            continue
        merged = versions(family, released=RELEASED, history=True)
        if not any(isinstance(each.event, Rescheduled) for each in family):
            yield from _numbered(root, merged, ALL_SOURCES | ONE_SOURCE)
            continue
        yield from _numbered(root, merged, ALL_SOURCES)
        alone = [
            each
            for voice in {each.held.voice for each in merged}
            for each in versions(family, released=RELEASED, history=True, source=voice)
        ]
        yield from _numbered(root, alone, ONE_SOURCE)


def _numbered(root: int, told: Iterable[Version], asked: int) -> Iterator[tuple[int, Version, int]]:
    """Versions with numbers that stay: what is recorded later only adds versions, and ends some."""
    first = root << ROOT_SHIFT | (asked == ONE_SOURCE) << ONE_SOURCE_SHIFT
    for number, each in enumerate(sorted(told, key=_order), start=first):
        yield number, each, asked


def _order(told: Version) -> tuple[object, ...]:
    held = told.held
    begins = (told.position_from, told.known_from, told.known_to)
    return (*begins, held.because, _flags(held), held.known_from, held.last_stated, held.voice)


def _forget(log: Log, roots: Iterable[int]) -> None:
    """Remove the rows of families, whose versions have numbers that follow each other."""
    for root in roots:
        for table in ("held_5_subject", "held_5_statement", "held_5_rank", "held_5"):
            log.database.execute(
                f"DELETE FROM {table} WHERE version >= ? AND version < ?",  # noqa: S608
                (root << ROOT_SHIFT, (root + 1) << ROOT_SHIFT),
            )


def _stating(number: int, told: Version) -> _statements.Stating:
    held = told.held
    return _statements.Stating(
        number, held.event, held.voice, held.own, held.start, told.known_from
    )


def _row(number: int, told: Version, asked: int) -> tuple[object, ...]:
    held = told.held
    alone = len(held.because) == 1
    return (
        *(
            number,
            number >> ROOT_SHIFT,
            held.type,
            held.id,
            held.position,
            held.recorded_at,
            held.known_from,
        ),
        *(held.last_stated, held.voice, _flags(held)),
        None if alone else json.dumps(held.because),
        None if alone else json.dumps(held.events),
        None if alone else codec.canonical(held.event),
        *(_dated(held), _dates(held), held.start, held.until, held.earliest),
        *(told.known_from, told.known_to, told.position_from, told.position_to, asked),
        _fields(held),
        held.event.describe(),
    )


def _dated(held: Held) -> str | None:
    """The date of a statement; none where it is the day on which it begins to be valid."""
    when = held.event.when
    if when is None:
        return UNDATED
    is_its_day = when.precision == "day" and when.bound is None and when.start == held.start
    return None if is_its_day else str(when)


def _dates(held: Held) -> str | None:
    """The other dates of a statement that are kept, by their names; none where it has none."""
    event = held.event
    others = {name: getattr(event, name) for name in event.kept_dates() if name != "occurred"}
    given = {name: date for name, date in others.items() if date is not None}
    return json.dumps(given) if given else None


def _fields(held: Held) -> str | None:
    """The fields that its class has kept apart, where they are not what they are by default."""
    event = held.event
    fields = {name: getattr(event, name) for name in event.kept_apart}
    defaults = type(event).model_fields
    given = {name: each for name, each in fields.items() if each != defaults[name].default}
    return json.dumps(given, ensure_ascii=False) if given else None


def _flags(held: Held) -> int:
    return (
        held.own * OWN
        | held.cancelled * CANCELLED
        | held.unstated * UNSTATED
        | held.returned * RETURNED
        | held.superseded * SUPERSEDED
        | held.own_move * OWN_MOVE
        | held.own_word * OWN_WORD
        | held.ends * ENDS
        | held.goes_on * GOES_ON
        | (held.kind is Unrecognised) * UNRECOGNISED
    )
