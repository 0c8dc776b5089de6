"""Costs: what a number of tokens costs at the prices in force."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ecosys.domain.bands import charged_in_bands
from ecosys.domain.prices import Price
from ecosys.errors import NotFound
from ecosys.moment import Moment
from ecosys.values.hours import WEEK_MINUTES, Hours, minute_of_week

INPUTS = ("input", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h")
"""Directions that make up the total input, by which bands of long requests are told."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a number of tokens costs, with what was not priced."""

    parts: dict[str, Decimal | None]
    """The cost by direction; None where no price is stated."""
    currency: str
    because: tuple[int, ...]
    events: tuple[str, ...]
    unpriced: tuple[str, ...]
    own: bool = False
    """Whether a price was first stated in this log, not in a release."""
    other_hours: tuple[Price, ...] = ()
    """Lines of the same directions that hold at other hours."""
    totals_at_other_hours: Mapping[Hours | None, Decimal | None] = field(default_factory=dict)
    """The sum at the hours of these lines, where it is another, and one throughout; None stands
    for all hours that no line claims."""

    @property
    def total(self) -> Decimal | None:
        """The sum; None when a part is not known."""
        known = [part for part in self.parts.values() if part is not None]
        return sum(known, Decimal(0)) if len(known) == len(self.parts) else None


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a request: input is what was not read from or written to a cache."""

    counts: Mapping[str, int] = field(default_factory=dict)
    """By direction; `reasoning` is charged as output unless it has a price of its own."""

    @property
    def total_input(self) -> int:
        """All that goes in, cached or not."""
        return sum(self.counts.get(name, 0) for name in INPUTS)


def cost(
    prices: Sequence[Price],
    tokens: Tokens,
    moment: Moment,
    tier: str = "standard",
    *,
    unpriced_is_free: bool = False,
) -> Cost:
    """What tokens cost at the prices in force, of one subject, channel and region.

    With `unpriced_is_free` what has no price costs nothing, and is named all the same. NotFound
    when nothing is sold at this tier.

    A million tokens in cost 2, out 8; of 1,000 in and 500 out: 0.002 + 0.004.

    >>> from ecosys.domain.prices import in_force
    >>> from ecosys.testing import given
    >>> view = given({
    ...     "type": "price_changed", "id": "a", "subject": "acme/m", "occurred": "2025-06-10",
    ...     "components": [{"direction": "input", "amount": "2"},
    ...                    {"direction": "output", "amount": "8"}],
    ...     "sources": [{"source": "acme"}]}).view()
    >>> cost(in_force(view), Tokens({"input": 1000, "output": 500}), view.moment).total
    Decimal('0.006000')
    """
    lines = lines_of_tier(prices, tier, unpriced_is_free=unpriced_is_free)
    time = moment.time_of_day
    minute = None if time is None else minute_of_week(time)
    now = _cost_at(minute, lines, tokens, prices[0].event.currency, is_free=unpriced_is_free)
    totals: dict[Hours | None, set[Decimal | None]] = defaultdict(set)
    for turn, owner in _hours_of_turns(lines).items():
        if owner in {price.component.hours for price in now.other_hours}:
            then = _cost_at(turn, lines, tokens, now.currency, is_free=unpriced_is_free)
            totals[owner].add(then.total)
    others = {
        hours: next(iter(each))
        for hours, each in totals.items()
        if len(each) == 1 and each != {now.total}
    }
    return replace(now, totals_at_other_hours=others)


def _cost_at(
    minute: int | None,
    lines: Mapping[str, Sequence[Price]],
    tokens: Tokens,
    currency: str,
    *,
    is_free: bool,
) -> Cost:
    """What tokens cost at a minute of the week; None: at most of its minutes."""
    charges = {
        direction: _charge_now(direction, count, lines, tokens.total_input, minute)
        for direction, count in charged_as(tokens.counts, lines).items()
    }
    parts = {direction: charge.amount for direction, charge in charges.items()}
    unpriced = tuple(direction for direction, part in parts.items() if part is None)
    if is_free:
        parts |= dict.fromkeys(unpriced, Decimal(0))
    used = [price.held for charge in charges.values() for price in charge.lines]
    return Cost(
        parts,
        currency=currency,
        because=tuple(sorted({position for held in used for position in held.because})),
        events=tuple(sorted({id for held in used for id in held.events})),
        unpriced=unpriced,
        own=any(held.is_own for held in used),
        other_hours=tuple(price for charge in charges.values() for price in charge.other_hours),
    )


def _hours_of_turns(lines: Mapping[str, Sequence[Price]]) -> dict[int, Hours | None]:
    """The minutes at which a price may change, each with the narrowest hours that it lies in."""
    listed = {price.component.hours for prices in lines.values() for price in prices}
    narrow_first = sorted((each for each in listed if each is not None), key=lambda h: h.weight)
    return {
        turn: next((hours for hours in narrow_first if turn in hours.minutes), None)
        for turn in sorted({turn for hours in narrow_first for turn in hours.turns})
    }


def lines_of_tier(
    prices: Sequence[Price], tier: str, *, unpriced_is_free: bool = False
) -> dict[str, list[Price]]:
    """The lines for text of a tier, by direction; NotFound where there is none."""
    lines: dict[str, list[Price]] = defaultdict(list)
    for price in prices:
        if price.component.tier == tier and price.component.modality == "text":
            lines[price.component.direction].append(price)
    tiers = {price.component.tier for price in prices}
    if not lines and not (unpriced_is_free and tier in tiers):
        known = sorted(tiers)
        raise NotFound(
            f"The {tier} price of {prices[0].subject} is not known.",
            hint=f"Known: {', '.join(known)}; name one as tier.",
            candidates=known,
        )
    return lines


@dataclass(frozen=True, slots=True)
class _Charge:
    """What the tokens of one direction cost."""

    amount: Decimal | None
    """None: no price is stated."""
    lines: tuple[Price, ...]
    """The lines that were charged."""
    other_hours: tuple[Price, ...]


def _charge_now(
    direction: str,
    count: int,
    lines: Mapping[str, Sequence[Price]],
    total_input: int,
    minute: int | None,
) -> _Charge:
    now, others = at_minute(lines.get(listed_as(direction, lines), ()), minute)
    charged = _charge(count, now, total_input) if count else []
    amounts = [amount for _, amount in charged]
    known = [amount for amount in amounts if amount is not None]
    is_priced = len(known) == len(amounts) and (bool(charged) or not count)
    return _Charge(
        sum(known, Decimal(0)) if is_priced else None,
        tuple(price for price, _ in charged),
        tuple(others),
    )


def charged_as(counts: Mapping[str, int], lines: Mapping[str, object]) -> dict[str, int]:
    """The counts by the direction that they are charged as."""
    charged = dict(counts)
    if "reasoning" in charged and "reasoning" not in lines:
        charged["output"] = charged.get("output", 0) + charged.pop("reasoning")
    return charged


def listed_as(direction: str, lines: Mapping[str, object]) -> str:
    """A price of cache writes without a lifetime is that of the default, five minutes."""
    if direction == "cache_write_5m" and direction not in lines:
        return "cache_write"
    return direction


def at_usual_hours(prices: Sequence[Price]) -> list[Price]:
    """Of the lines of a direction, in each band, the one that covers most of the week."""
    return at_minute(prices, None)[0]


def at_minute(prices: Sequence[Price], minute: int | None) -> tuple[list[Price], list[Price]]:
    """Of each band the line that holds at a minute of the week, and those of other hours.

    Without a minute the line answers that covers most of the week.
    """
    by_band: dict[int, list[Price]] = defaultdict(list)
    for price in prices:
        by_band[price.component.above].append(price)
    now: list[Price] = []
    others: list[Price] = []
    for band in by_band.values():
        chosen = max(band, key=lambda price: _hour_weight(price, band, minute))
        if minute is not None and not _covers(chosen, minute):
            others += band
            continue
        now.append(chosen)
        others += (price for price in band if price is not chosen)
    return now, others


def _hour_weight(price: Price, band: Sequence[Price], minute: int | None) -> int:
    hours = price.component.hours
    if minute is not None:  # the line with the fewest hours that covers it
        covering = -1 - (hours.weight if hours else WEEK_MINUTES)
        return covering if _covers(price, minute) else -(10**6)
    if hours is not None:
        return hours.weight
    claimed = [each.component.hours.minutes for each in band if each.component.hours]
    return WEEK_MINUTES - len(frozenset().union(*claimed))


def _covers(price: Price, minute: int) -> bool:
    hours = price.component.hours
    return hours is None or minute in hours.minutes


def _charge(
    count: int, prices: Sequence[Price], total_input: int
) -> list[tuple[Price, Decimal | None]]:
    """What a count costs in each band that it touches; None where the band has no token price."""
    shares = shares_of(count, prices, total_input)
    return [
        (price, None if tokens is None else amount_of(tokens, price)) for price, tokens in shares
    ]


def shares_of(
    count: int, prices: Sequence[Price], total_input: int
) -> list[tuple[Price, int | None]]:
    """Which lines of a direction charge a count, each how many tokens of it; None: nobody says."""
    if not prices:
        return []
    bands = sorted(prices, key=lambda price: price.component.above)
    above = [price.component.above for price in bands]
    marginal = bands[-1].event.bands == "marginal"
    charged = charged_in_bands(count, above, total_input, marginal=marginal)
    return [(bands[place], tokens) for place, tokens in charged]


def amount_of(count: int, price: Price) -> Decimal | None:
    """What a number of tokens costs by one line; None where it has no price per token."""
    per_million = price.component.per_million
    return None if per_million is None else (per_million * count).scaleb(-6)
