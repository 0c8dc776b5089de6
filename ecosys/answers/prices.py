"""Prices: what is charged, by line, with what is scheduled and who says otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.conversion import Conversion, conversion
from ecosys.answers.sold import end_of, ended, is_over, lines_of, sold, unknown_at_standard
from ecosys.domain.endings import Ended
from ecosys.domain.prices import STANDARD, Price, also_because
from ecosys.errors import NotFound
from ecosys.event import FIRST_PARTY
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.events.price_changed import NONE, UNPUBLISHED
from ecosys.moment import Moment
from ecosys.moment.series import Statement
from ecosys.projection import Mark, marks
from ecosys.timeline import Timeline
from ecosys.values.amount import Number
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, is_none

UNKNOWN = "unknown"
"""What nobody states."""


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
    """The price in the source's own unit; `none`: no longer sold, `unpublished`: no list price,
    `unknown`: nobody states one, while the same is sold at another tier."""
    unit: str
    """What the amount pays for."""
    currency: str
    """ISO 4217 code."""
    since: str
    """From when: a date, or `unknown`."""
    status: str
    """in_force, scheduled, ended with what it prices, or unknown where the amount is."""
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
    ended: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The day on which the subject stopped answering there; left out: it has not."""
    ended_by: Annotated[tuple[str, ...] | None, Field(exclude_if=is_none)] = None
    """Ids of the events that say so."""
    converted: Annotated[Number | None, Field(exclude_if=is_none)] = None
    """The price per million tokens, else per unit, in the currency that was asked for; left out:
    it is in that, or none was asked for."""
    conversion: Annotated[Conversion | None, Field(exclude_if=is_none)] = None
    """To which currency, and at which rate."""
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
    currency: str | None = None,
) -> Answer[PriceRow]:
    """The lines in force at a moment and those scheduled after it: of all, a provider, a model.

    What has ended is on no list: who asks for it by name gets its last prices, as ended. With a
    name that is an alias at the moment, what it has no price for is its target's. Where only other
    tiers have a price, a row says that the standard price is unknown. With a currency each price
    in another one is converted besides, at the last reference rate by the day that is asked about.
    """
    resolved = None
    if name is None:
        if provider is not None:
            resolved = timeline.resolve(provider, moment)
        about = resolved.subject if resolved else None
        lines = lines_of(timeline, moment, about, channel or FIRST_PARTY, region)
        gone = ended(timeline, moment, [about])
        lines = [price for price in lines if not is_over(end_of(price, gone))]
    else:
        resolved, lines = sold(timeline, moment, name, channel, region)
        gone = ended(timeline, moment, {price.subject for price in lines})
    lines = [price for price in lines if not _never_comes(price, moment, gone)]
    unknown = list(unknown_at_standard(timeline, moment, lines))
    rows = [row(price, moment, gone) for price in lines]
    rows += [_unknown(row(price, moment, gone)) for price in unknown]
    if tier is not None:
        rows = _of_tier(rows, tier)
    if currency is not None:
        convert = conversion(timeline, moment, currency)
        rows = [_converted(row, convert(row.currency)) for row in rows]
    return Answer(rows, PriceRow, resolved)


def row(price: Price, moment: Moment, gone: Ended) -> PriceRow:
    """A line as it is shown; `gone` are the ends that have come."""
    end = end_of(price, gone)
    if end is not None:
        price = also_because(price, end.held.because, end.held.events)
    held, line = price.held, price.component
    later = price.statement.start > moment.as_of
    subject, channel, region, currency = price.place
    when, per_million = held.when, line.per_million
    noted = marks(held, moment)
    return PriceRow(
        subject=subject,
        channel=channel,
        region=region,
        direction=line.direction,
        modality=line.modality,
        tier=line.tier,
        above=line.above,
        hours=line.hours,
        per_million=per_million,
        amount=line.amount,
        unit=line.unit,
        currency=currency,
        since=when.date if when else UNKNOWN,
        until=held.date("until"),
        status="ended" if is_over(end) else "scheduled" if later else "in_force",
        voice=held.voice,
        because=held.because,
        events=held.events,
        marks=(*noted, "ended" if is_over(end) else "redirected") if end else noted,
        disputed_by=tuple(_rivals(price.rivals)),
        ended=end.shutdown.date if end and end.shutdown else None,
        ended_by=end.held.events if end else None,
    )


def _converted(row: PriceRow, by: Conversion | None) -> PriceRow:
    return row if by is None else replace(row, converted=by.of(_in_numbers(row)), conversion=by)


def _in_numbers(row: PriceRow) -> Decimal | None:
    """What a row's price is, per million tokens or in its own unit; None: it states none."""
    if row.per_million is not None or row.amount in (NONE, UNPUBLISHED, UNKNOWN):
        return row.per_million
    return Decimal(row.amount)


def _never_comes(price: Price, moment: Moment, gone: Ended) -> bool:
    """Whether a line was to begin only after what it prices had ended."""
    return price.statement.start > moment.as_of and is_over(end_of(price, gone))


def _unknown(other: PriceRow) -> PriceRow:
    """The standard price, which nobody states, of what is sold at another tier."""
    kept = tuple(mark for mark in other.marks if mark in ("ended", "redirected", "own"))
    return replace(
        other,
        tier=STANDARD,
        above=0,
        hours=None,
        per_million=None,
        amount=UNKNOWN,
        since=UNKNOWN,
        until=None,
        status="ended" if "ended" in kept else UNKNOWN,
        marks=kept,
        disputed_by=(),
    )


def _of_tier(rows: Sequence[PriceRow], tier: str) -> list[PriceRow]:
    chosen = [row for row in rows if row.tier == tier]
    if rows and not chosen:
        known = sorted({row.tier for row in rows if row.status != UNKNOWN})
        raise NotFound(f"There is no price for tier={tier}.", hint=f"Known: {', '.join(known)}.")
    return chosen


def _rivals(rivals: Sequence[Statement]) -> Iterator[Rival]:
    for rival in rivals:
        price = Price(rival)
        line = price.component
        yield Rival(price.held.voice, line.amount, line.unit, price.held.events)
