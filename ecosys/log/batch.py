"""Batch: the events of one append, made ready while the log is still open to other writers."""

from collections.abc import Iterable, Mapping, Set

from ecosys.errors import Conflict, Refused
from ecosys.event import Event, codec
from ecosys.log import guards, merkle
from ecosys.log.line import Line, around_event
from ecosys.log.proof.tiles import MAX_ENTRY
from ecosys.log.references import Find, Key, concerns

Entry = tuple[str, bytes, tuple[str, ...], Event | None]
"""One event of a batch: its type, canonical text and subjects; and the event itself where it must
be checked once the log is locked, as it refers to others or might not be stated yet.

A plain tuple: there are many, and they are brief."""
Row = tuple[int, str, str, int, str, str, bytes]
"""The values of the columns of `event`."""


def prepare(new: Iterable[Event], now: int) -> tuple[list[str], dict[str, Entry]]:
    """The ids of events, in their order, and an entry for each id.

    Conflict where one id stands for different contents.
    """
    ids, entries = [], dict[str, Entry]()
    for event in new:
        id = event.id
        ids.append(id)
        body = codec.canonical_bytes(event)
        if id in entries and entries[id][1] != body:
            raise _conflict([id])
        unchecked = event if event.targets or not guards.is_stated_by(event, now) else None
        entries[id] = event.type, body, event.subjects, unchecked
    return ids, entries


def unchecked_events(entries: Iterable[Entry]) -> list[Event]:
    """The events that must be checked once the log is locked."""
    return [event for *_, event in entries if event]


def event_of(entry: Entry) -> Event:
    """The event of an entry."""
    _, body, _, unchecked = entry
    return unchecked or codec.decode(body.decode())


def refuse_conflicts(entries: Mapping[str, Entry], recorded: Mapping[str, Line]) -> None:
    """Refuse ids that already stand for other content, be it written in an older version."""
    other = [
        id
        for id, line in recorded.items()
        if line.body.encode() != entries[id][1] and not _is_same(line, entries[id])
    ]
    if other:
        raise _conflict(sorted(other))


def _is_same(line: Line, entry: Entry) -> bool:
    """Whether a line states what an entry does, be it in an older version, or written by others."""
    recorded, given = codec.decode(line.body), event_of(entry)
    return recorded == given or _unsigned(recorded) == _unsigned(given)


def _unsigned(event: Event) -> Event:
    return event.model_copy(update={"recorded_by": None})


def rows(entries: Mapping[str, Entry], after: int, now: int, origin: str) -> list[Row]:
    """The rows of entries at the positions after one, each with the hash of its line.

    Refused where a line is too long for a tile.
    """
    prefix, middle, suffix = (part.encode() for part in around_event(origin, now))
    hasher, made = merkle.leaf_hasher(prefix), []
    for position, (id, (type, body, _, _)) in enumerate(entries.items(), start=after + 1):
        leaf, rest = hasher.copy(), b"%b%d%b" % (middle, position, suffix)
        leaf.update(body)
        leaf.update(rest)
        if len(prefix) + len(body) + len(rest) > MAX_ENTRY:
            raise _too_long(id, len(prefix) + len(body) + len(rest))
        made.append((position, id, type, now, origin, body.decode(), leaf.digest()))
    return made


def new_origins(rows: Iterable[Row], noted: Set[str]) -> list[tuple[int, str]]:
    """Where in some rows each origin begins that is not noted yet.

    >>> new_origins([(7, "a", "launched", 0, "log-1", "{}", b""), (8, "b", "launched", 0, "log-1",
    ...     "{}", b"")], {"ecosys"})
    [(7, 'log-1')]
    """
    first: dict[str, int] = {}
    for position, _, _, _, origin, *_ in rows:
        if origin not in noted:
            first.setdefault(origin, position)
    return sorted((position, origin) for origin, position in first.items())


def keys(entries: Iterable[Entry], after: int, find: Find) -> list[Key]:
    """The keys under which the events at the positions after one are found."""
    made: list[Key] = []
    for position, (type, _, subjects, unchecked) in enumerate(entries, start=after + 1):
        if unchecked is None:
            made += [(subject, type, position) for subject in subjects or ("",)]
        else:
            made += [(*key, position) for key in concerns(unchecked, find)]
    return made


def _conflict(ids: list[str]) -> Conflict:
    return Conflict(
        f"{', '.join(ids)}: this id already stands for other content.",
        hint="Recorded events never change: correct it, or choose another id.",
        candidates=ids,
    )


def _too_long(id: str, size: int) -> Refused:
    return Refused(
        f"{id} takes {size:,} bytes as a line of the log. Allowed: {MAX_ENTRY:,}.",
        hint="Say it in several events, or with fewer words.",
    )
