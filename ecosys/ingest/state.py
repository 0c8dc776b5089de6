"""State: what a source states on a day, by all that was imported from it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import attrgetter
from typing import Any

from ecosys.event import Event, Recorded, codec
from ecosys.events.quarantined import Quarantined
from ecosys.moment import Held, Moment
from ecosys.moment.hold import hold
from ecosys.values import instant

AFTER = "~after-"
"""Stands in the ids of what is restated because a reading came in before, with its day."""
READ, FILE = "~read", "~file"
"""The names of a reading as a whole, and of a file that cannot be read."""
GONE, AGAIN = "~gone", "~again"
"""The names of what a source states no longer, and states again."""
HELD, OWN_NAMES, UNDONE, REST = "~held/", "~names/", "~undone/", "~rest/"
"""Begin the names of what is held back; of rules that lead from a source's own names to ours; of
what was told first and is retracted; and of what it told of others."""
RESERVED = re.compile("~(read|file|gone|again|held|names|undone|rest)\\b")
"""How the names begin that importing gives itself."""
MOVED = "~moved"
"""Stands in the ids of moves of what a statement says."""
NOT_CONTENT = frozenset({"id", "version", "stated", "stated_basis", "sources", "voice", "note"})
"""Fields that say who stated it and when, not what."""
_PART = re.compile(r"/(from-\d{4}[^/]*|end|launch)$")
"""What statements of one row are told apart by: a date, the end, the launch."""
LONGEST = 160
"""How long a name may be in an id."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._:@+~/-]")


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement of the source, as it stands."""

    event: Event
    """The statement in force."""
    ids: tuple[str, ...]
    """The events that state it, the one in force last."""
    unstated: bool
    """Whether the source has stopped stating it."""
    moves: tuple[str, ...] = ()
    """The events that moved its dates."""

    @property
    def content(self) -> dict[str, Any]:
        """What it states."""
        return content(self.event)


State = dict[str, Stated]
"""By the name of the statement, as it stands in ids."""


def content(event: Event) -> dict[str, Any]:
    """What an event states, apart from who said so and when."""
    return {name: value for name, value in codec.plain(event).items() if name not in NOT_CONTENT}


def event_id(source: str, key: str, day: str) -> str:
    """The id of what a source states of something from a day on."""
    return f"{source}/{safe(key)}@{day}"


def safe(key: str) -> str:
    """A name as it can stand in an id: other characters as ~ and their code, a long one cut."""
    name = _UNSAFE.sub(lambda found: f"~{ord(found[0]):x}.", key)
    if len(name) <= LONGEST:
        return name
    digest = sha256(key.encode()).hexdigest()[:12]
    return f"{name[: LONGEST - len(digest) - 1]}~{digest}"


def row_of(name: str) -> str:
    """The row that a statement belongs to: its name without the part of the row."""
    return _PART.sub("", name)


def key_of(source: str, id: str) -> str:
    """The name of the statement that an id was made of."""
    return id.removeprefix(f"{source}/").rpartition("@")[0].partition(AFTER)[0]


def state(records: Sequence[Recorded], source: str, known_at: int) -> State:
    """What a source stated by an instant, by what was imported from it."""
    moment = Moment(instant.AFTER_ALL, known_at, records[-1].position if records else 0)
    said: dict[str, list[Held]] = defaultdict(list)
    for held in hold(records, moment):
        if held.id.startswith(f"{source}/") and not isinstance(held.event, Quarantined):
            said[key_of(source, held.id)].append(held)
    return {key: _stated(found) for key, found in said.items()}


def _stated(found: list[Held]) -> Stated:
    ordered = sorted(found, key=attrgetter("known_from", "position"))
    saying = [held for held in ordered if not held.unstated]
    last = (saying or ordered)[-1]
    ids = tuple(held.id for held in (saying or ordered[-1:]))
    moves = tuple(id for id in last.events if MOVED in id)
    return Stated(last.event, ids, unstated=not saying, moves=moves)


def held_back(records: Sequence[Recorded], source: str) -> set[tuple[str, str, str]]:
    """The rows of a source that were held back: name, reason, and what was given."""
    return {
        (record.event.row, record.event.reason, record.event.given)
        for record in records
        if isinstance(record.event, Quarantined) and record.event.source == source
    }
