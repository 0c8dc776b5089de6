"""Cost: what a request of some tokens costs, or did, or will."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import Field

from ecosys.answers.conversion import Conversion, conversion
from ecosys.answers.sold import end_of, ended, is_over, sold
from ecosys.domain.costs import cost as cost_of
from ecosys.domain.endings import Ended, Ending
from ecosys.domain.prices import Price, closed
from ecosys.domain.usage import OURS, tokens
from ecosys.errors import InvalidInput, NotFound
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.importer import importer_for
from ecosys.moment import Moment
from ecosys.moment.names import Resolution
from ecosys.projection import Mark
from ecosys.timeline import Timeline
from ecosys.timeline.knowledge import Knowledge
from ecosys.values.amount import Number
from ecosys.values.hours import Hours
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, is_none

OTHERWISE = "otherwise"
"""Stands for the hours that no line claims."""
_NOTHING: dict[str, Any] = dict.fromkeys(OURS.counters, Decimal(0))
"""What is not asked for costs nothing."""


@dataclass(frozen=True, slots=True)
class OtherHours:
    """A line that holds at other hours than those charged."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    direction: str
    """What is counted."""
    hours: str
    """The hours, UTC; `otherwise`: all that no other line claims."""
    per_million: Number | None
    """The price per million tokens."""


@dataclass(frozen=True, slots=True)
class HoursTotal:
    """What the same request costs at other hours."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    hours: str
    """The hours, UTC; `otherwise`: all that no line claims."""
    total: Number | None
    """The sum; null where a part is not priced."""


@dataclass(frozen=True, slots=True)
class CostRow:
    """What a request costs, by direction; null where tokens were asked for that have no price."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    input: Number | None
    """Tokens that went in and came from no cache."""
    output: Number | None
    """Tokens that came out, reasoning included."""
    cache_read: Number | None
    """Tokens read from a cache."""
    cache_write: Number | None
    """Tokens written to a cache for its default lifetime."""
    cache_write_5m: Number | None
    """Tokens written to a cache for five minutes."""
    cache_write_1h: Number | None
    """Tokens written to a cache for an hour."""
    reasoning: Number | None
    """Reasoning tokens, where they have a price of their own."""
    total: Number | None
    """The sum; null where a part is not priced."""
    currency: str
    """ISO 4217 code."""
    unpriced: tuple[str, ...]
    """What was asked for and has no stated price."""
    because: tuple[int, ...]
    """Positions of the events that state the prices."""
    events: tuple[str, ...]
    """Ids of these events."""
    other_hours: tuple[OtherHours, ...] = ()
    """Lines that hold at other hours; a time of day in `as_of` chooses among them."""
    at_other_hours: Annotated[tuple[HoursTotal, ...] | None, Field(exclude_if=is_none)] = None
    """The total at other hours, where it is another; left out: there are none."""
    marks: Annotated[tuple[Mark, ...] | None, Field(exclude_if=is_none)] = None
    """What a reader must know; left out: nothing."""
    ended: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The day on which the subject stopped answering there; left out: it has not."""
    ended_by: Annotated[tuple[str, ...] | None, Field(exclude_if=is_none)] = None
    """Ids of the events that say so."""
    converted: Annotated[Number | None, Field(exclude_if=is_none)] = None
    """The total in the currency that was asked for; left out: it is in that."""
    conversion: Annotated[Conversion | None, Field(exclude_if=is_none)] = None
    """To which currency, and at which rate."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`; only with include=sources."""


def cost(
    timeline: Timeline,
    moment: Moment,
    name: str,
    counters: Mapping[str, int],
    *,
    usage: str | None = None,
    tier: str = "standard",
    channel: str | None = None,
    region: str | None = None,
    currency: str | None = None,
) -> tuple[CostRow, Resolution]:
    """What a number of tokens of a model costs at the prices in force at a moment.

    What has ended has no price: nobody answers it any more. Where several regions have prices,
    or several currencies that are no dollars, one must be named: NotFound says which.
    """
    counted = tokens(counters, usage)
    lines = charged(listed(timeline, moment, name, channel, region), tier, currency)
    result = cost_of(
        lines.prices,
        counted,
        moment,
        tier,
        unpriced_is_free=_is_free_unpriced(moment.source),
    )
    end = lines.end
    by = conversion(timeline, moment, currency)(result.currency)
    row = CostRow(
        **{**_NOTHING, **result.parts},
        total=result.total,
        currency=result.currency,
        unpriced=result.unpriced,
        because=result.because,
        events=result.events,
        other_hours=tuple(_other(price) for price in result.other_hours),
        at_other_hours=_totals(result.totals_at_other_hours),
        marks=_marks(end, is_own=result.own),
        ended=end.shutdown.date if end and end.shutdown else None,
        ended_by=end.held.events if end else None,
        converted=by.of(result.total) if by else None,
        conversion=by,
    )
    return row, lines.resolved


@dataclass(frozen=True, slots=True)
class Listed:
    """The lines in force of a name at a moment, at one seller and in one region."""

    resolved: Resolution
    """What the name means."""
    prices: list[Price]
    """The lines, at all tiers and hours, in all currencies."""
    gone: Ended
    """The ends that have come of what they price."""


@dataclass(frozen=True, slots=True)
class Charged:
    """The lines by which the requests of a name are charged at a moment."""

    resolved: Resolution
    """What the name means."""
    prices: list[Price]
    """The lines, of one currency; of what has ended they are not sold."""
    end: Ending | None
    """The end of what they price, where it has come."""


def listed(
    timeline: Knowledge,
    moment: Moment,
    name: str,
    channel: str | None = None,
    region: str | None = None,
) -> Listed:
    """The lines in force of a model; NotFound and InvalidInput as of a cost."""
    resolved, lines = sold(timeline, moment, name, channel, region)
    if "/" not in resolved.subject:
        raise InvalidInput(
            f"{resolved.subject} is a provider; a cost is that of one model.",
            hint=f"Name one: {lines[0].subject}.",
        )
    now = [price for price in lines if price.statement.start <= moment.as_of]
    if not now:
        first = lines[0]
        raise NotFound(
            f"{resolved.subject} was not sold yet at that time; "
            f"its first known price holds from {first.event.occurred}."
        )
    _refuse_several_sellers(now, resolved.subject)
    here = _one_region(now, resolved.subject)
    return Listed(resolved, here, ended(timeline, moment, {price.subject for price in here}))


def charged(lines: Listed, tier: str, currency: str | None = None) -> Charged:
    """The lines by which a tier is charged; NotFound where a currency must be named."""
    prices = _one_currency(lines.prices, lines.resolved.subject, tier, currency)
    end = next(filter(None, (end_of(price, lines.gone) for price in prices)), None)
    return Charged(lines.resolved, [_as_ended(price, lines.gone) for price in prices], end)


def _is_free_unpriced(source: str | None) -> bool:
    """Whether the source that is asked alone reads a missing price as none to pay."""
    importer = importer_for(source) if source else None
    return importer is not None and importer.unpriced_is_free


def _as_ended(price: Price, gone: Ended) -> Price:
    """A line as it is charged once what it prices may have ended."""
    end = end_of(price, gone)
    return closed(price, end.held) if end is not None and is_over(end) else price


def _marks(end: Ending | None, *, is_own: bool) -> tuple[Mark, ...] | None:
    over = is_over(end)
    marks: dict[Mark, bool] = {
        "ended": over,
        "redirected": end is not None and not over,
        "own": is_own,
    }
    return tuple(mark for mark, is_so in marks.items() if is_so) or None


def _refuse_several_sellers(prices: list[Price], subject: str) -> None:
    channels = sorted({price.channel for price in prices})
    if len(channels) > 1:
        raise InvalidInput(
            f"A cost is that at one seller; {subject} is sold at {', '.join(channels)}.",
            hint="Name one as channel.",
            candidates=channels,
        )


def _one_region(prices: list[Price], subject: str) -> list[Price]:
    """The lines of one region: those that hold everywhere, else of the only one."""
    everywhere = [price for price in prices if price.region is None]
    if everywhere:
        return everywhere
    regions = sorted({str(price.region) for price in prices})
    if len(regions) > 1:
        raise NotFound(
            f"{subject} has no price that holds everywhere.",
            hint=f"Add region=: {', '.join(regions)}.",
            candidates=regions,
        )
    return prices


def _one_currency(
    prices: list[Price], subject: str, tier: str, currency: str | None
) -> list[Price]:
    """The lines of one currency: that which is asked for if they are listed in it, else dollars.

    Amounts of several have no sum; without dollars one must be named.
    """
    at_tier = [price for price in prices if price.component.tier == tier] or prices
    known = sorted({price.currency for price in at_tier})
    wanted = currency if currency in known else "USD" if "USD" in known else known[0]
    if currency is None and len(known) > 1 and wanted != "USD":
        raise NotFound(
            f"{subject} has prices in {' and '.join(known)}.",
            hint=f"Add currency=: {', '.join(known)}.",
            candidates=known,
        )
    return [price for price in prices if price.currency == wanted]


def _other(price: Price) -> OtherHours:
    line = price.component
    return OtherHours(line.direction, line.hours or OTHERWISE, line.per_million)


def _totals(by_hours: Mapping[Hours | None, Decimal | None]) -> tuple[HoursTotal, ...] | None:
    totals = (HoursTotal(hours or OTHERWISE, total) for hours, total in by_hours.items())
    return tuple(sorted(totals, key=lambda each: each.hours)) or None
