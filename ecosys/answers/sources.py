"""Sources: who is cited, how much, and when last; and what has not been read for long."""

from collections import defaultdict
from dataclasses import dataclass
from typing import ClassVar

from ecosys.answers.answer import Answer
from ecosys.answers.changes import first_since
from ecosys.domain.endings import endings
from ecosys.domain.prices import in_force
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.events.registered import Registered
from ecosys.moment import Held, Moment
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, DayText


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source and how much rests on it."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    source: str
    """Its slug."""
    name: str
    """Its name as people say it."""
    kind: str
    """provider: speaks of its own; secondary: reports; mirror: copies what others publish."""
    rank: int
    """Among sources that differ the lowest rank answers."""
    licence: str | None
    """The licence of its data, where it names one."""
    url: str | None
    """Its address."""
    events: int
    """How many events that hold cite it or are its statement."""
    last_stated: DayText | None
    """The day of its newest statement."""
    last_read: DayText | None
    """The day on which it was last read."""


@dataclass(frozen=True, slots=True)
class StaleRow:
    """A subject whose prices or ends nobody has said or read again for long."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    subject: str
    """The subject."""
    channel: str
    """Where."""
    what: str
    """price_changed or deprecated."""
    voice: str
    """Whose statement it is."""
    last_stated: DayText
    """The day on which its voice last said or confirmed it."""
    last_read: DayText | None
    """The day on which a source of it was last read."""
    age_days: int
    """Days since the later of both."""
    events: tuple[str, ...]
    """Ids of the events."""


def registered(timeline: Timeline, moment: Moment) -> dict[str, Registered]:
    """The registered sources by slug, whatever `known_at` is."""
    facts = timeline.held(moment.knowing(instant.AFTER_ALL), "registered")
    events = (held.event for held in facts)
    return {event.source: event for event in events if isinstance(event, Registered)}


def sources(timeline: Timeline, moment: Moment, since: str | None = None) -> Answer[SourceRow]:
    """All registered sources: the last read or heard of first, of equal ones the most cited.

    With `since` (`30d`, a date) only what was read or said something since.
    """
    cited = cited_by_source(timeline, moment)
    rows = [_row(event, cited[slug]) for slug, event in registered(timeline, moment).items()]
    if since is not None:
        first = instant.day_of(first_since(since, moment))
        rows = [row for row in rows if _last_day(row) >= first]
    rows.sort(key=lambda row: (-row.events, row.source))
    rows.sort(key=_last_day, reverse=True)
    return Answer(rows, SourceRow)


def source_row(timeline: Timeline, moment: Moment, slug: str) -> SourceRow | None:
    """What the list says of one source; None: it is not registered."""
    event = registered(timeline, moment).get(slug)
    return _row(event, cited_by_source(timeline, moment)[slug]) if event else None


def cited_by_source(timeline: Timeline, moment: Moment) -> dict[str, list[Held]]:
    """The events that cite each source or are its statement."""
    cited: dict[str, list[Held]] = defaultdict(list)
    for held in timeline.held(moment):
        names = {reference.source for reference in held.event.sources}
        for name in names | {held.voice}:
            cited[name].append(held)
    return cited


def _last_day(row: SourceRow) -> str:
    """The day on which a source was last read or said something; empty: never."""
    return max(row.last_read or "", row.last_stated or "")


def stale(
    timeline: Timeline, moment: Moment, older_than_days: int, subject: str | None = None
) -> Answer[StaleRow]:
    """Prices and ends in force that nobody has said, confirmed or read for so many days."""
    resolved = timeline.resolve(subject, moment) if subject is not None else None
    about = resolved.subject if resolved else None
    rows = []
    for held in _in_force(timeline, moment, about):
        read = _last_read([held])
        age = (moment.as_of - max(held.last_stated, read)) // instant.DAY
        if age >= older_than_days:
            rows.append(_stale_row(held, read, age))
    rows.sort(key=lambda row: (-row.age_days, row.subject, row.channel, row.what))
    return Answer(rows, StaleRow, resolved)


def _in_force(timeline: Timeline, moment: Moment, about: str | None) -> list[Held]:
    """The events that state present prices and coming ends."""
    prices = in_force(timeline.view(moment, "price_changed", subject=about), ANY_CHANNEL)
    ends = endings(timeline.view(moment, "deprecated", subject=about), ANY_CHANNEL)
    coming = [end for end in ends if end.shutdown is None or end.shutdown.start > moment.as_of]
    held = [price.held for price in prices] + [end.held for end in coming]
    return list({each.because: each for each in held}.values())


def _stale_row(held: Held, read: int, age: int) -> StaleRow:
    return StaleRow(
        subject=held.event.subjects[0],
        channel=getattr(held.event, "channel", FIRST_PARTY),
        what=held.type,
        voice=held.voice,
        last_stated=instant.day_of(held.last_stated),
        last_read=instant.day_of(read) if read else None,
        age_days=age,
        events=held.events,
    )


def _row(event: Registered, cited: list[Held]) -> SourceRow:
    stated = [held.last_stated for held in cited if held.voice == event.source]
    read = _last_read(cited, event.source)
    return SourceRow(
        source=event.source,
        name=event.name,
        kind=event.kind,
        rank=event.effective_rank,
        licence=event.licence,
        url=event.url,
        events=len(cited),
        last_stated=instant.day_of(max(stated)) if stated else None,
        last_read=instant.day_of(read) if read else None,
    )


def _last_read(facts: list[Held], source: str | None = None) -> int:
    """The last day on which a source of the facts was read; 0: none says."""
    days = [
        reference.read.start
        for held in facts
        for reference in held.event.sources
        if reference.read is not None and source in (None, reference.source)
    ]
    return max(days, default=0)
