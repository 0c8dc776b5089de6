"""Quarantine: what importers held back, why, and what was decided on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from ecosys.answers.answer import Answer
from ecosys.errors import Conflict, NotFound
from ecosys.event import Event, Recorded, codec
from ecosys.event.ids import free_id
from ecosys.events.judged import Decision, Judged
from ecosys.events.quarantined import Quarantined
from ecosys.events.retracted import Retracted
from ecosys.log.query import Filter
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values.schema import DOCSTRINGS_DESCRIBE
from ecosys.values.words import suggest

OPEN = "open"
HELD_BACK = Filter(("quarantined",))


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """What was held back of a source."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    id: str
    """The id by which it is decided on."""
    source: str
    """Who says it."""
    row: str
    """The row's name in the source."""
    reason: str
    """Why it was not believed."""
    given: str
    """What stands there, in short."""
    stated: str
    """The day on which the source said so."""
    decision: str
    """open, released or rejected."""
    why: str | None
    """What the decision rests on."""


def quarantine(
    timeline: Timeline, moment: Moment, decision: str | None = None
) -> Answer[QuarantineRow]:
    """What was held back up to the moment, the latest first; of one source, if one is asked."""
    known = [record for record in timeline.records(HELD_BACK) if moment.knows(record)]
    decided = _decisions(known)
    rows = [
        _row(record.event, decided.get(record.id))
        for record in reversed(known)
        if isinstance(record.event, Quarantined) and moment.source in (None, record.event.source)
    ]
    return Answer([row for row in rows if decision in (None, row.decision)], QuarantineRow)


def decide(timeline: Timeline, id: str, decision: Decision, why: str) -> tuple[Event, ...]:
    """The events that a decision comes to: itself and, of what is believed now, the statement.

    NotFound: nothing is held back by that id. Conflict: it was decided on, or states nothing.
    """
    records = {record.id: record for record in timeline.records(HELD_BACK)}
    record = records.get(id)
    if record is None or not isinstance(record.event, Quarantined):
        raise NotFound(f"Nothing was held back as {id}.", hint=suggest(id, records))
    if (before := _decisions(records.values()).get(id)) is not None:
        raise Conflict(
            f"{id} was {before.decision}: {before.why}",
            hint=f"ecosys retract {before.id} --to-log --why ... takes that back.",
            candidates=[before.id],
        )
    name = free_id(f"{id}-{decision}", set(records))
    judged = codec.parse(
        {"type": "judged", "id": name, "event": id, "decision": decision, "why": why}
    )
    if decision == "rejected":
        return (judged,)
    if record.event.statement is None:
        raise Conflict(
            f"{id} cannot be released: it states nothing that we understand.",
            hint="Reject it, and add what is right with ecosys add.",
        )
    return (judged, record.event.statement)


def _decisions(records: Iterable[Recorded]) -> dict[str, Judged]:
    """The decisions by what was held back, less those that were taken back."""
    events = [record.event for record in records]
    back = {each.event for each in events if isinstance(each, Retracted)}
    return {each.event: each for each in events if isinstance(each, Judged) and each.id not in back}


def _row(held: Quarantined, decided: Judged | None) -> QuarantineRow:
    return QuarantineRow(
        id=held.id,
        source=held.source,
        row=held.row,
        reason=held.reason,
        given=held.given,
        stated=held.stated,
        decision=decided.decision if decided else OPEN,
        why=decided.why if decided else None,
    )
