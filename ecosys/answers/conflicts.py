"""Conflicts: where sources say different things of the same price, date, figure or property now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from ecosys import amount, instant
from ecosys.answers.answer import Answer
from ecosys.errors import InvalidInput
from ecosys.event import FIRST_PARTY
from ecosys.events.deprecated import Deprecated
from ecosys.events.observed import Observed
from ecosys.events.price_changed import Component
from ecosys.identity import Resolved
from ecosys.moment import Moment
from ecosys.projection import ROW
from ecosys.registry import suggest
from ecosys.series import UNRANKED, Choice, Statement, choose, statements
from ecosys.timeline import Timeline

KINDS: Mapping[str, tuple[str, ...]] = {
    "price": ("price_changed",),
    "date": ("deprecated",),
    "figure": ("observed",),
    "property": ("described", "alias_moved"),
}
"""The types of events that can disagree, by the kind of what they state."""
OWN_WORD = "what you appended yourself ranks above all"


@dataclass(frozen=True, slots=True)
class Side:
    """What one source says."""

    __pydantic_config__: ClassVar = ROW

    voice: str
    """Whose statement it is."""
    value: str
    """What it states."""
    since: str
    """The day since which it is known to say so."""
    last_stated: str
    """The last day on which it said so, as far as is known."""
    events: tuple[str, ...]
    """Ids of the events that state it."""


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One thing of which sources say different things."""

    __pydantic_config__: ClassVar = ROW

    kind: str
    """price, date, figure or property."""
    subject: str
    """What it is about."""
    channel: str
    """Where it is sold."""
    what: str
    """Which price, date, figure or property."""
    answers: Side
    """What is answered."""
    why: str
    """Why that answers."""
    others: tuple[Side, ...]
    """What the others say."""


def conflicts(
    timeline: Timeline, moment: Moment, subject: str | None = None, kind: str | None = None
) -> Answer[ConflictRow]:
    """Where the current values of sources differ at a moment; nothing is averaged or dropped."""
    if kind is not None and kind not in KINDS:
        raise InvalidInput(f"{kind} is no kind of conflict.", hint=suggest(kind, KINDS))
    resolved = timeline.resolve(subject, moment) if subject is not None else None
    rows = [
        row
        for name, types in KINDS.items()
        if kind in (None, name)
        for row in _of_kind(timeline, moment, name, types, resolved)
    ]
    order = sorted(rows, key=lambda row: (row.subject, row.kind, row.channel, row.what))
    return Answer(order, ConflictRow, resolved)


def _of_kind(
    timeline: Timeline,
    moment: Moment,
    kind: str,
    types: tuple[str, ...],
    resolved: Resolved | None,
) -> Iterator[ConflictRow]:
    ranks = timeline.ranks(moment)
    about = resolved.subject if resolved else None
    for said in statements(timeline.held(moment, *types, subject=about)).values():
        choice = choose(said, moment.as_of, ranks)
        if choice is not None and choice.rivals:
            yield _row(kind, choice, ranks)


def _row(kind: str, choice: Choice, ranks: Mapping[str, int]) -> ConflictRow:
    event = choice.statement.held.event
    return ConflictRow(
        kind=kind,
        subject=event.subjects[0],
        channel=getattr(event, "channel", FIRST_PARTY),
        what=_what(choice.statement),
        answers=_side(choice.statement),
        why=_why(choice, ranks),
        others=tuple(map(_side, choice.rivals)),
    )


def _side(said: Statement) -> Side:
    held = said.held
    return Side(
        voice=held.voice,
        value=_value(said.value),
        since=instant.day_of(held.known_from),
        last_stated=instant.day_of(held.last_stated),
        events=held.events,
    )


def _what(said: Statement) -> str:
    event, value = said.held.event, said.value
    if isinstance(value, Component):
        return value.tell()
    if isinstance(value, Deprecated):
        return "shutdown"
    if isinstance(value, Observed):
        return value.metric
    return getattr(event, "attribute", "name")


def _value(value: object) -> str:
    if isinstance(value, Component):
        return f"{value.amount} per {value.unit}"
    if isinstance(value, Deprecated):
        return value.shutdown or "no date"
    if isinstance(value, Observed):
        upto = f" to {amount.text(value.high)}" if value.high is not None else ""
        sign = "" if value.comparator == "=" else f"{value.comparator} "
        return f"{sign}{amount.text(value.value)}{upto} {value.unit}"
    return str(value)


def _why(choice: Choice, ranks: Mapping[str, int]) -> str:
    """Why the statement chosen answers, in words."""
    held = choice.statement.held
    if held.own:
        return OWN_WORD
    rank = ranks.get(held.voice, UNRANKED)
    others = sorted({ranks.get(each.held.voice, UNRANKED) for each in choice.rivals})
    if rank < others[0]:
        return f"{held.voice} ranks first among those that vouch for the day: {rank}"
    if rank == others[0]:
        return f"of equal rank ({rank}), {held.voice} states the latest change"
    return f"{held.voice} vouches for the day, others of better rank do not"
