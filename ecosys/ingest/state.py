"""State: what a source states on a day, by all that was imported from it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from ecosys.event import Event, Fact, Recorded
from ecosys.event.imported_ids import ImportedId, Role
from ecosys.moment import Held, Moment
from ecosys.moment.hold import hold
from ecosys.values import instant
from ecosys.values.when import UNKNOWN

ENVELOPE = frozenset(
    {"id", "version", "stated", "stated_basis", "sources", "voice", "note", "recorded_by"}
)
"""The fields that say who stated it and when, not what."""


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


State = dict[str, Stated]
"""By the name of the statement, as it stands in ids."""


def content(event: Event) -> dict[str, Any]:
    """What an event states, by its fields, apart from who stated it and when."""
    return {name: value for name, value in event if name not in ENVELOPE}


def state(records: Sequence[Recorded], source: str, known_at: int) -> State:
    """What a source stated by an instant, by what was imported from it."""
    moment = Moment(instant.AFTER_ALL, known_at, records[-1].position if records else 0)
    facts: dict[str, list[Held]] = defaultdict(list)
    for held in hold(records, moment):
        name = _name(held.id, source)
        if name is not None:
            facts[name].append(held)
    return {name: _stated(own) for name, own in facts.items()}


def _name(id: str, source: str) -> str | None:
    """The name of the statement that an event makes; None: it makes none of the source's."""
    parsed = ImportedId.parse(id)
    if parsed is None or parsed.source != source or not parsed.states:
        return None
    return parsed.statement


def _stated(facts: list[Held]) -> Stated:
    ordered = sorted(facts, key=attrgetter("known_from", "position"))
    standing = [held for held in ordered if not held.unstated]
    last = (standing or ordered)[-1]
    ids = tuple(held.id for held in (standing or ordered[-1:]))
    moves = tuple(id for id in last.events if _is_move(id))
    return Stated(last.event, ids, unstated=not standing, moves=moves)


def _is_move(id: str) -> bool:
    parsed = ImportedId.parse(id)
    return parsed is not None and parsed.role is Role.MOVED


def as_read(state: State) -> dict[str, dict[str, Any]]:
    """What a source states, by name, as its file said it.

    Of a source without dates a change is recorded as having come between two readings:
    `2025-09-01..2025-10-01`. The file of 1 October gave no date: there it is `unknown`.
    """
    return {
        name: content(each.event) | ({"occurred": UNKNOWN} if _between(each.event) else {})
        for name, each in state.items()
        if not each.unstated
    }


def _between(event: Event) -> bool:
    return isinstance(event, Fact) and event.occurred.earliest is not None
