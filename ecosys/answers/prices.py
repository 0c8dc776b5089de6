"""Prices: what is charged, by line, with what is scheduled and who says otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar

from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.domain.prices import Price, in_force, scheduled
from ecosys.errors import NotFound
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Moment
from ecosys.moment.names import Resolution
from ecosys.moment.series import Statement
from ecosys.projection import Mark, marks
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.amount import Number
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, is_none


@dataclass(frozen=True, slots=True)
class Rival:
    """What another source says of the same line."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    voice: str
    """Who says so."""
    amount: str
    """The price that it states."""
    unit: str
    """What that pays for."""
    events: tuple[str, ...]
    """Ids of the events that say so."""


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One line of a price list."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    subject: str
    """What is sold."""
    channel: str
    """Who sells it: `first_party` is the provider itself."""
    direction: str
    """What is counted: input (uncached), output, cache_read ..."""
    modality: str
    """What kind of content."""
    tier: str
    """How it is served."""
    above: int
    """The band of long requests: applies to more input tokens than this."""
    per_million: Number | None
    """The price per million tokens; null for other units and where none is published."""
    amount: str
    """The price in the source's own unit; `none`: no longer sold, `unpublished`: no list price."""
    unit: str
    """What the amount pays for."""
    currency: str
    """ISO 4217 code."""
    since: str
    """From when: a date, or `unknown`."""
    status: str
    """in_force or scheduled."""
    voice: str
    """Whose statement it is."""
    because: tuple[int, ...]
    """Positions of the events that say so."""
    events: tuple[str, ...]
    """Ids of these events."""
    marks: tuple[Mark, ...] = ()
    """What a reader must know."""
    disputed_by: tuple[Rival, ...] = ()
    """Other sources whose current value differs."""
    region: Annotated[str | None, Field(exclude_if=is_none)] = None
    """Where the price holds; left out: everywhere."""
    hours: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The hours at which it holds, UTC; left out: all that no other line claims."""
    until: Annotated[str | None, Field(exclude_if=is_none)] = None
    """When it ends, if that is known."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`; only with include=sources."""


def prices(
    timeline: Timeline,
    moment: Moment,
    name: str | None = None,
    channel: str | None = None,
    region: str | None = None,
    tier: str | None = None,
    *,
    provider: str | None = None,
) -> Answer[PriceRow]:
    """The lines in force at a moment and those scheduled after it: of all, a provider, a model.

    With a name that is an alias at the moment and has no price of its own, those of its target.
    """
    resolved = None
    if name is None:
        if provider is not None:
            resolved = timeline.resolve(provider, moment)
        about = resolved.subject if resolved else None
        lines = _lines(timeline, moment, about, channel or FIRST_PARTY, region)
    else:
        resolved, lines = sold(timeline, moment, name, channel, region)
    if tier is not None:
        lines = _of_tier(lines, tier)
    rows = [row(price, moment) for price in lines]
    return Answer(rows, PriceRow, resolved)


def sold(
    timeline: Timeline,
    moment: Moment,
    name: str,
    channel: str | None = None,
    region: str | None = None,
) -> tuple[Resolution, list[Price]]:
    """A subject's lines, in force first; NotFound says where and when it is sold instead."""
    ranks = timeline.ranks(moment)
    resolved = timeline.resolve(name, moment, channel)
    place = channel or resolved.channel
    lines = _lines(timeline, moment, resolved.subject, place, region)
    if not _now(lines, moment):
        target = timeline.names(moment).follow(resolved.subject, moment, ranks)
        if target and (there := _lines(timeline, moment, target.subject, place, region)):
            resolved, lines = replace(target, name=name), there
    if not lines:
        raise _not_sold(timeline, moment, resolved.subject, place, region)
    return resolved, lines


def row(price: Price, moment: Moment) -> PriceRow:
    """A line as it is shown."""
    event, line = price.event, price.component
    later = price.statement.start > moment.as_of
    return PriceRow(
        subject=event.subject,
        channel=event.channel,
        region=event.region,
        direction=line.direction,
        modality=line.modality,
        tier=line.tier,
        above=line.above,
        hours=line.hours,
        per_million=line.per_million,
        amount=line.amount,
        unit=line.unit,
        currency=event.currency,
        since=event.occurred.date,
        until=event.until,
        status="scheduled" if later else "in_force",
        voice=price.held.voice,
        because=price.held.because,
        events=price.held.events,
        marks=marks(price.held, moment),
        disputed_by=tuple(_rivals(price.rivals)),
    )


def _lines(
    timeline: Timeline, moment: Moment, subject: str | None, channel: str, region: str | None
) -> list[Price]:
    view = timeline.view(moment, "price_changed", subject=subject)
    if subject is not None and "/" in subject:
        view = view.of(PriceChanged, lambda event: event.subject == subject)
    return [*in_force(view, channel, region), *scheduled(view, channel, region)]


def _now(lines: Sequence[Price], moment: Moment) -> bool:
    return any(price.statement.start <= moment.as_of for price in lines)


def _of_tier(lines: Sequence[Price], tier: str) -> list[Price]:
    chosen = [price for price in lines if price.component.tier == tier]
    if lines and not chosen:
        known = sorted({price.component.tier for price in lines})
        raise NotFound(f"There is no price for tier={tier}.", hint=f"Known: {', '.join(known)}.")
    return chosen


def _rivals(rivals: Sequence[Statement]) -> Iterator[Rival]:
    for rival in rivals:
        price = Price(rival)
        line = price.component
        yield Rival(price.held.voice, line.amount, line.unit, price.held.events)


def _not_sold(
    timeline: Timeline, moment: Moment, subject: str, channel: str, region: str | None
) -> NotFound:
    """Why there is no price: another place, another day, or none known at all."""
    everywhere = _lines(timeline, moment, subject, ANY_CHANNEL, None)
    if everywhere:
        places = sorted(
            {
                f"{p.event.channel}{f' ({p.event.region})' if p.event.region else ''}"
                for p in everywhere
            }
        )
        where = f"{channel}{f' ({region})' if region else ''}"
        return NotFound(
            f"{subject} has no price at {where}.",
            hint=f"It has at: {', '.join(places)}.",
            candidates=places,
        )
    later = timeline.held(moment.knowing(instant.AFTER_ALL), "price_changed", subject=subject)
    statements = [held for held in later if isinstance(held.event, PriceChanged)]
    if statements:
        earliest = min(statements, key=lambda held: held.known_from)
        if earliest.known_from <= moment.known_at:
            return NotFound(
                f"{subject} has no price on {instant.day_of(moment.as_of)}: what was stated ended."
            )
        return NotFound(
            f"No price of {subject} was known on {instant.day_of(moment.known_at)}; first stated "
            f"{instant.day_of(earliest.known_from)} by {earliest.voice}."
        )
    return NotFound(f"No price of {subject} is known.")
