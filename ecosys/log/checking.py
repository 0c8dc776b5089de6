"""Checking: whether what is stored is what was recorded: every column, the head, the origins."""

import json
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

from ecosys.errors import Damaged
from ecosys.event import codec, event_types
from ecosys.log.bulk import gc_paused
from ecosys.log.database import Database
from ecosys.log.line import around_event
from ecosys.log.merkle import Frontier
from ecosys.log.proof.tiles import MAX_ENTRY
from ecosys.log.withholding import withheld

ROWS = "SELECT position, id, type, recorded_at, origin, body, leaf FROM event ORDER BY position"
WITHHELD = (
    "SELECT withheld.position, withheld.body, event.body FROM withheld"
    " LEFT JOIN event ON event.position = withheld.position"
)
HEAD = "SELECT position, recorded_at, frontier, root FROM log_head"
_MOST = 1 + MAX_ENTRY
"""How many bytes are hashed of an entry at most: it stands after a zero."""
RELEASED = "ecosys"
"""The origin of events that came with a release; it needs no row in `log_origin`."""


@gc_paused()
def checked(database: Database) -> int:
    """Recompute all that follows from the stored bytes; how many events were checked.

    Damaged names the first thing that is not what was recorded.
    """
    seen = _Seen()
    for fault in _faults(database, seen):
        raise Damaged(fault)
    return len(seen.leaves)


def faults(database: Database) -> Iterator[str]:
    """What is stored otherwise than it was recorded, in words, as far as the log itself tells."""
    yield from _faults(database, _Seen())


def _faults(database: Database, seen: "_Seen") -> Iterator[str]:
    with database.reading():  # of one moment, whatever is appended meanwhile
        heads = database.execute(HEAD)
        seen.withheld = withheld(database)
        yield from _row_faults(database.stream(ROWS), seen)
        yield from _head_faults(heads, seen)
        for position, body, text in database.execute(WITHHELD) if seen.withheld else ():
            if body != text:
                yield f"Position {position} is withheld, and its text is another than is told."
        told = database.execute("SELECT position, origin FROM log_origin ORDER BY position")
        if told != (begun := sorted((at, each) for each, at in seen.origins.items())):
            yield f"The log tells the origins {told}, and the events {begun}."


class _Seen:
    """What the rows of the log gave."""

    def __init__(self) -> None:
        self.leaves: list[bytes] = []
        self.origins: dict[str, int] = {}
        """The first position of each origin but that of releases."""
        self.recorded_at = 0
        self.withheld: Container[int] = ()
        """The positions whose texts are withheld: their hashes are those of other texts."""


def _row_faults(rows: Iterable[tuple[Any, ...]], seen: _Seen) -> Iterator[str]:
    """What of the rows is not as it was recorded: a million rows pass, so it is bare."""
    expected, last_time, last_origin = 0, None, None
    prefix = middle = suffix = ""
    keep, marks = seen.leaves.append, _marks()
    for position, id, type, recorded_at, origin, body, leaf in rows:
        expected += 1
        keep(leaf)
        if recorded_at != last_time or origin != last_origin:
            last_time, last_origin = recorded_at, origin
            prefix, middle, suffix = around_event(origin, recorded_at)
            prefix = f"\0{prefix}"
            yield from _turn_faults(position, recorded_at, origin, seen)
        entry = f"{prefix}{body}{middle}{position}{suffix}".encode()
        if sha256(entry).digest() != leaf or position != expected or len(entry) > _MOST:
            if position == expected and position in seen.withheld:
                continue
            yield from _place_faults(position, expected, len(entry))
            expected = position
        mark = marks.get(type)
        if (
            mark is None
            or (at := body.rfind(mark)) < 0
            or body.find("}", at, -1) >= 0  # more ends after its type than the event
            or f'"id":"{id}"' not in body
        ):
            yield from _name_faults(position, id, type, body)


def _place_faults(position: int, expected: int, size: int) -> Iterator[str]:
    if position != expected:
        yield f"After position {expected - 1} stands {position}: some was taken away or moved."
    elif size > _MOST:
        yield f"Position {position} holds more than {MAX_ENTRY:,} bytes: no tile takes it."
    else:
        yield f"Position {position} does not hold the bytes that were recorded."


def _name_faults(position: int, id: str, type: str, body: str) -> Iterator[str]:
    """What of its names is not that of an event that is looked at more closely."""
    at, last = body.find('"id":"'), body.rfind(f'"type":"{type}"')
    is_first = body.startswith(f'"id":"{id}"', at) and body.find("{", 1, at) < 0  # none within
    if is_first and last > 0 and body.find("}", last, -1) < 0:
        return
    try:
        event = json.loads(body)
        told = event.get("id"), event.get("type")
    except (ValueError, AttributeError):
        yield f"Position {position} holds no event."
        return
    for name, column, inside in zip(("id", "type"), (id, type), told, strict=True):
        if column != inside:
            yield f"Position {position} is filed under the {name} {column}, and is {inside}."


def _turn_faults(position: int, recorded_at: int, origin: str, seen: _Seen) -> Iterator[str]:
    """What is wrong where the time or the origin is another one than before."""
    if recorded_at < seen.recorded_at:
        yield f"Position {position} was recorded before the one that stands before it."
    seen.recorded_at = recorded_at
    if origin != RELEASED:
        seen.origins.setdefault(origin, position)


def _head_faults(heads: Sequence[tuple[Any, ...]], seen: _Seen) -> Iterator[str]:
    frontier = Frontier()
    frontier.extend(seen.leaves)
    if len(heads) != 1:
        yield f"The log has {len(heads)} heads."
        return
    ((position, recorded_at, packed, root),) = heads
    if position != frontier.size:
        yield f"The log ends at {position}, and {frontier.size} events are stored."
    elif root != frontier.root.hex():
        yield f"The log does not give the root recorded at position {position}."
    elif bytes(packed) != frontier.packed:
        yield f"The frontier of the tree is not that of {position} events: none could be appended."
    if recorded_at != seen.recorded_at:
        yield "The head tells another time than the last event."


@lru_cache(maxsize=1)
def _marks() -> dict[str, str]:
    """How the types stand in their events, of those types within which nothing else has an id.

    Where that is so, and nothing but the event ends after its type, it need not be parsed.
    """
    schemas = {name: codec.schema(kind) for name, kind in event_types.items()}
    return {name: f'"type":"{name}"' for name, schema in schemas.items() if _is_plain(schema)}


def _is_plain(schema: dict[str, Any]) -> bool:
    """Whether a schema has no place for further keys, and one for an id."""
    names = [name for each in _nodes(schema) for name in each.get("properties", ())]
    closed = all(
        each.get("additionalProperties") is False
        for each in _nodes(schema)
        if each.get("type") == "object"
    )
    return closed and names.count("id") == 1


def _nodes(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for inner in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(inner, dict | list):
            yield from _nodes(inner)
