"""Deprecations: what ends, when, with how much notice."""

from dataclasses import dataclass, field
from typing import ClassVar

from ecosys.answers.answer import Answer
from ecosys.domain.endings import Ending, endings
from ecosys.event import FIRST_PARTY
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.moment import Moment
from ecosys.projection import Mark
from ecosys.timeline import Timeline
from ecosys.values.instant import DAY
from ecosys.values.schema import DOCSTRINGS_DESCRIBE


@dataclass(frozen=True, slots=True)
class RivalDate:
    """What another source says of the same shutdown."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    voice: str
    """Who says so."""
    shutdown: str | None
    """The shutdown that it states."""
    events: tuple[str, ...]
    """Ids of the events that say so."""


@dataclass(frozen=True, slots=True)
class DeprecationRow:
    """The end of a subject at a channel, as it stands at the moment."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    subject: str
    """What ends."""
    channel: str
    """Where it ends."""
    announced: str | None
    """The day of the announcement; null: not known."""
    legacy: str | None
    """When it is closed to new customers."""
    deprecated: str | None
    """When it is closed to new uses, or marked as going."""
    shutdown: str | None
    """When it stops answering; null: not set."""
    precision: str | None
    """How exact the shutdown is: day, month ..."""
    bound: str | None
    """not_before: an earliest possible date, not a promise; not_after: seen so on that day."""
    replacements: tuple[str, ...]
    """What is recommended instead."""
    notice_days: int | None
    """Days from the announcement to the shutdown; null: not known, which is never zero."""
    status: str
    """ended, ending, or open where no shutdown is set."""
    voice: str
    """Whose statement it is."""
    because: tuple[int, ...]
    """Positions of the events that say so."""
    events: tuple[str, ...]
    """Ids of these events."""
    marks: tuple[Mark, ...] = ()
    """What a reader must know."""
    disputed_by: tuple[RivalDate, ...] = ()
    """Other sources that name another day."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`; only with include=sources."""


def deprecations(
    timeline: Timeline,
    moment: Moment,
    subject: str | None = None,
    channel: str | None = None,
    within_days: int | None = None,
) -> Answer[DeprecationRow]:
    """The ends announced by a moment, past and coming; `within_days` only those that come soon.

    Without a channel those at the provider itself, or at the channel whose id the subject is.
    """
    resolved = timeline.resolve(subject, moment, channel) if subject is not None else None
    view = timeline.view(moment, "deprecated", subject=resolved.subject if resolved else None)
    place = channel or (resolved.channel if resolved else FIRST_PARTY)
    ends = endings(view, place)
    if within_days is not None:
        last = moment.as_of + within_days * DAY
        ends = [each for each in ends if _comes(each, moment.as_of, last)]
    return Answer([row(ending, moment) for ending in ends], DeprecationRow, resolved)


def row(ending: Ending, moment: Moment) -> DeprecationRow:
    """An end as it is shown."""
    event, shutdown = ending.event, ending.shutdown
    noted: list[Mark] = []
    if shutdown is not None and shutdown.soft:
        noted.append("soft")
    if ending.held.unstated:
        noted.append("stale")
    if ending.held.returned:
        noted.append("returned")
    if ending.held.is_own:
        noted.append("own")
    return DeprecationRow(
        subject=event.subject,
        channel=event.channel,
        announced=event.announced,
        legacy=event.legacy,
        deprecated=event.deprecated,
        shutdown=shutdown.date if shutdown else None,
        precision=shutdown.precision if shutdown else None,
        bound=shutdown.bound if shutdown else None,
        replacements=event.replacements,
        notice_days=ending.notice_days,
        status=_status(ending, moment),
        voice=ending.held.voice,
        because=ending.held.because,
        events=ending.held.events,
        marks=tuple(noted),
        disputed_by=tuple(
            RivalDate(each.held.voice, _date(each.value), each.held.events)
            for each in ending.choice.rivals
        ),
    )


def _comes(ending: Ending, after: int, last: int) -> bool:
    shutdown = ending.shutdown
    return shutdown is not None and after < shutdown.start <= last


def _status(ending: Ending, moment: Moment) -> str:
    if ending.shutdown is None:
        return "open"
    return "ended" if ending.has_ended(moment.as_of) else "ending"


def _date(value: object) -> str | None:
    return getattr(value, "shutdown", None)
