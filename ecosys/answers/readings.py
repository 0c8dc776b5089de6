"""Readings: all about one source: how far its word counts, what it said, when it was read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from ecosys.answers.answer import Answer
from ecosys.answers.registered import registered
from ecosys.answers.sources import SourceRow, cited_by_source, last_read, source_row
from ecosys.answers.subjects import EventRow, event_row
from ecosys.errors import NotFound
from ecosys.events.confirmed import Confirmed
from ecosys.moment import Held, Moment
from ecosys.timeline import Timeline
from ecosys.timeline.folded_facts import READINGS
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE
from ecosys.values.words import suggest

MAX_LATEST = 20
"""How many of a source's statements are told."""


@dataclass(frozen=True, slots=True)
class SourceDetailRow:
    """A source: its place in the register, what it said, when it was read."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    source: str
    """Its slug."""
    row: SourceRow
    """What the list of sources says of it."""
    counts: dict[str, int]
    """How many events of each type cite it or are its statement."""
    readings: tuple[str, ...]
    """The days on which it was read, the latest first."""
    latest: tuple[EventRow, ...]
    """What it said last, the latest first: at most 20."""


def source(timeline: Timeline, moment: Moment, slug: str) -> Answer[SourceDetailRow]:
    """All about one registered source at a moment; NotFound suggests others."""
    row = source_row(timeline, moment, slug)
    if row is None:
        names = sorted(registered(timeline, moment))
        raise NotFound(f"{slug} is not a source.", hint=suggest(slug, names))
    cited = cited_by_source(timeline, moment)[slug]
    own = sorted((held for held in cited if held.voice == slug), key=_by_statement)
    whole = (at for source, at in _readings(timeline, moment) if source == slug)
    days = {*_days_of_events(cited, slug), *map(instant.day_of, whole)}
    detail = SourceDetailRow(
        source=slug,
        row=row,
        counts=dict(sorted(Counter(held.type for held in cited).items())),
        readings=tuple(sorted(days, reverse=True)),
        latest=tuple(event_row(held, moment) for held in own[:MAX_LATEST]),
    )
    return Answer([detail], SourceDetailRow)


def _by_statement(held: Held) -> tuple[int, int]:
    return (-held.known_from, held.position)


def _days_of_events(cited: list[Held], slug: str) -> Iterator[str]:
    """The days on which something was read there."""
    for held in cited:
        for reference in held.event.sources:
            if reference.source == slug and reference.read is not None:
                yield instant.day_of(reference.read.start)


def newest_readings(timeline: Timeline, moment: Moment) -> dict[str, int]:
    """When each registered source was last read, of those that ever were: an instant.

    Where only the day is known it is the first of that day.
    """
    cited = cited_by_source(timeline, moment)
    newest = {slug: last_read(cited[slug], slug) for slug in registered(timeline, moment)}
    for source, at in _readings(timeline, moment):
        if source in newest:
            newest[source] = max(newest[source], at)
    return {source: at for source, at in newest.items() if at}


def _readings(timeline: Timeline, moment: Moment) -> Iterator[tuple[str, int]]:
    """The sources that were read as a whole, and when."""
    for record in timeline.records(READINGS):
        event = record.event
        known = record.position <= moment.position and record.known_from <= moment.known_at
        if known and isinstance(event, Confirmed):
            yield event.effective_voice, record.known_from
