"""Deprecations: what ends, when, with how much notice."""

from dataclasses import dataclass, field
from typing import ClassVar

from ecosys.answers.answer import Answer
from ecosys.domain.endings import Ending, endings
from ecosys.event import FIRST_PARTY
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.events.deprecated import After, ExtendedAccess
from ecosys.moment import Moment
from ecosys.projection import Mark
from ecosys.timeline import Timeline
from ecosys.values.amount import Number
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
class AfterRow:
    """What becomes of calls once something has ended."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    what: str
    """error: they fail; redirect: another subject answers them; upgrade: deployments are moved."""
    to: str | None
    """What answers instead, or what they are moved to; null: it is not said."""
    price: str
    """At whose price: target, that of what answers, or own, the one that the name had."""
    begins: str | None
    """From when on deployments are moved; null: it is not said."""
    ends: str | None
    """When all of them have been moved; null: it is not said."""


@dataclass(frozen=True, slots=True)
class ExtendedAccessRow:
    """A time in which those who use it already may go on, for more money."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    begins: str | None
    """From when on it costs more; null: it is not said."""
    ends: str | None
    """When that is over too; null: with the shutdown."""
    surcharge: Number | None
    """What is charged on top, as a share of the price; null: it is not said."""


@dataclass(frozen=True, slots=True)
class DeprecationRow:
    """The end of a subject at a channel, as it stands at the moment."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    subject: str
    """What ends."""
    channel: str
    """Where it ends."""
    deployment: str | None
    """Which deployments of it end; null: all of them."""
    region: str | None
    """Where in the world it ends; null: everywhere."""
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
    """What is recommended instead, by the latest word that is known."""
    after: AfterRow | None
    """What becomes of calls after the shutdown; null: it is not said."""
    extended_access: ExtendedAccessRow | None
    """How long those who use it already may go on, at what surcharge; null: it is not said."""
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
    about = resolved.subject if resolved else None
    view = timeline.view(moment, "deprecated", "replacement_named", subject=about)
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
        deployment=event.deployment,
        region=event.region,
        announced=event.announced,
        legacy=event.legacy,
        deprecated=event.deprecated,
        shutdown=shutdown.date if shutdown else None,
        precision=shutdown.precision if shutdown else None,
        bound=shutdown.bound if shutdown else None,
        replacements=ending.replacements,
        after=after_row(event.after) if event.after else None,
        extended_access=_extended(event.extended_access) if event.extended_access else None,
        notice_days=ending.notice_days,
        status=_status(ending, moment),
        voice=ending.held.voice,
        because=tuple(position for held in ending.facts for position in held.because),
        events=tuple(id for held in ending.facts for id in held.events),
        marks=tuple(noted),
        disputed_by=tuple(
            RivalDate(each.held.voice, _date(each.value), each.held.events)
            for each in ending.choice.rivals
        ),
    )


def after_row(after: After) -> AfterRow:
    """What becomes of calls, as it is shown."""
    return AfterRow(after.what, after.to, after.price, after.begins, after.ends)


def _extended(access: ExtendedAccess) -> ExtendedAccessRow:
    return ExtendedAccessRow(access.begins, access.ends, access.surcharge)


def _comes(ending: Ending, after: int, last: int) -> bool:
    shutdown = ending.shutdown
    return shutdown is not None and after < shutdown.start <= last


def _status(ending: Ending, moment: Moment) -> str:
    if ending.shutdown is None:
        return "open"
    return "ended" if ending.has_ended(moment.as_of) else "ending"


def _date(value: object) -> str | None:
    return getattr(value, "shutdown", None)
