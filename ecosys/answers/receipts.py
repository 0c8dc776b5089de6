"""Receipts: an event as it was recorded, what it states, what revised it, and what rests on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.dependents import DependentRow, dependents
from ecosys.answers.events import event
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, InstantText, is_none


@dataclass(frozen=True, slots=True)
class Receipt:
    """One event, with what it states and what came of that."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    id: str
    """Its id."""
    type: str
    """Its type."""
    subjects: tuple[str, ...]
    """What it is about."""
    what: str
    """What it states, in words."""
    occurred: str | None
    """When it is true in the world."""
    stated: str | None
    """When it was publicly said; null: the record time counts."""
    stated_basis: str
    """How that is known: announced, effective, snapshot, observed, or read."""
    recorded: InstantText
    """When the log took it."""
    confidence: str
    """How well it was read."""
    statement: Mapping[str, Any] = field(hash=False)  # a mapping has none
    """The event as it is stored; defaults are left out."""
    revised_by: tuple[str, ...]
    """Ids of the events that correct, retract or move it, as far as they are known."""
    because: tuple[int, ...]
    """Its position."""
    dependents: Annotated[tuple[DependentRow, ...] | None, Field(exclude_if=is_none)] = None
    """The metrics and claims that rest on it; left out: nobody asked."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where it was read; only with include=sources."""


def receipt(
    timeline: Timeline, moment: Moment, id: str, *, with_dependents: bool = False
) -> Answer[Receipt]:
    """The receipt of an event; NotFound: there is none of the id up to the moment's position.

    What rests on it, at the moment, is worked out only where it is asked for: it takes a while.
    """
    envelope = event(timeline, id, moment.position)
    (record,) = timeline.at([envelope.position])
    read = record.event
    stated, basis = read.statement_time
    rests = dependents(timeline, moment, id).rows if with_dependents else None
    row = Receipt(
        id=id,
        type=read.type,
        subjects=tuple(read.subjects),
        what=read.describe(),
        occurred=str(read.when) if read.when else None,
        stated=str(stated) if stated else None,
        stated_basis=basis,
        recorded=envelope.recordedtime,
        confidence=read.confidence,
        statement=envelope.data,
        revised_by=tuple(_revised_by(timeline, moment, id)),
        because=(record.position,),
        dependents=None if rests is None else tuple(rests),
    )
    return Answer([row], Receipt)


def _revised_by(timeline: Timeline, moment: Moment, id: str) -> Iterator[str]:
    """What corrects, retracts or moves an event; what we had wrong counts whenever it is asked."""
    for record in timeline.revisions():
        if getattr(record.event, "event", None) != id or record.position > moment.position:
            continue
        if moment.knows(record) or getattr(record.event, "fault", "") == "ours":
            yield record.id
