"""Prices in force, and what a number of tokens costs at them."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter

from ecosys.errors import NotFound
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.events.price_changed import NONE, Component, PriceChanged
from ecosys.moment import Held, Moment, View
from ecosys.moment.series import Statement
from ecosys.values.hours import WEEK_MINUTES

TOKENS = ("input", "output", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h")
"""Directions that count tokens of a request."""
INPUTS = ("input", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h")
"""Directions that make up the total input, by which bands of long requests are told."""


@dataclass(frozen=True, slots=True)
class Price:
    """One line of a price list, in force at a moment or scheduled after it."""

    statement: Statement
    rivals: tuple[Statement, ...] = ()
    """What other sources say of the same line."""

    @property
    def held(self) -> Held:
        """The event that states it, as it stands."""
        return self.statement.held

    @property
    def event(self) -> PriceChanged:
        """The price list that it stands in."""
        event = self.statement.held.event
        assert isinstance(event, PriceChanged)
        return event

    @property
    def component(self) -> Component:
        """The line."""
        component = self.statement.value
        assert isinstance(component, Component)
        return component


def price_lines(
    view: View, channel: str = FIRST_PARTY, region: str | None = None
) -> Mapping[Hashable, Sequence[Statement]]:
    """What is stated of each line of the price lists of one channel (or all), and one region."""
    return _listed_at(view, channel, region).series


def in_force(view: View, channel: str = FIRST_PARTY, region: str | None = None) -> list[Price]:
    """The lines in force at a moment; a line that was ended is none."""
    choices = _listed_at(view, channel, region).in_force()
    prices = [Price(choice.statement, choice.rivals) for choice in choices]
    return sorted((each for each in prices if each.component.amount != NONE), key=_listing)


def _listed_at(view: View, channel: str, region: str | None) -> View:
    return view.of(
        PriceChanged,
        lambda event: channel in (event.channel, ANY_CHANNEL) and region in (event.region, None),
    )


def scheduled(view: View, channel: str = FIRST_PARTY, region: str | None = None) -> list[Price]:
    """The lines that will change after the moment, as far as is known."""
    later = [
        Price(statement)
        for stated in price_lines(view, channel, region).values()
        for statement in stated
        if statement.start > view.as_of
    ]
    return sorted(later, key=lambda price: (price.statement.start, _listing(price)))


def _listing(price: Price) -> tuple[object, ...]:
    event, component = price.event, price.component
    order = TOKENS.index(component.direction) if component.direction in TOKENS else len(TOKENS)
    tier = "" if component.tier == "standard" else component.tier
    place = (event.subject, event.channel, event.region or "", event.currency)
    return (*place, tier, component.above, component.modality, order, component.key)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a number of tokens costs, with what was not priced."""

    parts: dict[str, Decimal | None]
    """The cost by direction; None where no price is stated."""
    currency: str
    because: tuple[int, ...]
    events: tuple[str, ...]
    unpriced: tuple[str, ...]
    other_hours: tuple[Price, ...] = ()
    """Lines of the same directions that hold at other hours."""

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
    """
    lines: dict[str, list[Price]] = defaultdict(list)
    for price in prices:
        if price.component.tier == tier and price.component.modality == "text":
            lines[price.component.direction].append(price)
    if not lines:
        tiers = {price.component.tier for price in prices}
        if not (unpriced_is_free and tier in tiers):
            known = ", ".join(sorted(tiers))
            raise NotFound(f"There is no price for tier={tier}.", hint=f"Known: {known}.")
    counts = _charged(tokens.counts, lines)
    parts: dict[str, Decimal | None] = {}
    used: list[Price] = []
    others: list[Price] = []
    for direction, count in counts.items():
        now, later = _at_hours(lines.get(_listed(direction, lines), ()), moment)
        others += later
        charged = _charge(count, now, tokens.total_input) if count else []
        priced = [amount for _, amount in charged]
        sums = sum((amount for amount in priced if amount is not None), Decimal(0))
        parts[direction] = None if None in priced or (count and not charged) else sums
        used += (price for price, _ in charged)
    unpriced = tuple(name for name, part in parts.items() if part is None)
    if unpriced_is_free:
        parts |= dict.fromkeys(unpriced, Decimal(0))
    return Cost(
        parts,
        currency=prices[0].event.currency,
        because=_lineage(used, "because"),
        events=_lineage(used, "events"),
        unpriced=unpriced,
        other_hours=tuple(others),
    )


def _charged(counts: Mapping[str, int], lines: Mapping[str, object]) -> dict[str, int]:
    """The counts by the direction that they are charged as."""
    charged = dict(counts)
    if "reasoning" in charged and "reasoning" not in lines:
        charged["output"] = charged.get("output", 0) + charged.pop("reasoning")
    return charged


def _listed(direction: str, lines: Mapping[str, object]) -> str:
    """A price of cache writes without a lifetime is that of the default, five minutes."""
    if direction == "cache_write_5m" and direction not in lines:
        return "cache_write"
    return direction


def _at_hours(prices: Sequence[Price], moment: Moment) -> tuple[list[Price], list[Price]]:
    """Of each band the line that holds at the hour asked for, and those of other hours.

    Without a time of day the line answers that covers most of the week.
    """
    by_band: dict[int, list[Price]] = defaultdict(list)
    for price in prices:
        by_band[price.component.above].append(price)
    now: list[Price] = []
    others: list[Price] = []
    for band in by_band.values():
        chosen = max(band, key=lambda price: _hour_weight(price, band, moment.time_of_day))
        if moment.time_of_day is not None and not _covers(chosen, moment.time_of_day):
            others += band
            continue
        now.append(chosen)
        others += (price for price in band if price is not chosen)
    return now, others


def _hour_weight(price: Price, band: Sequence[Price], at: int | None) -> int:
    hours = price.component.hours
    if at is not None:  # the line with the fewest hours that covers the time
        return -1 - (hours.weight if hours else WEEK_MINUTES) if _covers(price, at) else -(10**6)
    if hours is not None:
        return hours.weight
    claimed = [each.component.hours.minutes for each in band if each.component.hours]
    return WEEK_MINUTES - len(frozenset().union(*claimed))


def _covers(price: Price, at: int) -> bool:
    hours = price.component.hours
    return hours is None or hours.covers(at)


def _charge(
    count: int, prices: Sequence[Price], total_input: int
) -> list[tuple[Price, Decimal | None]]:
    """What a count costs in each band that it touches; None where the band has no token price."""
    bands = sorted(prices, key=lambda price: price.component.above)
    if bands and bands[-1].event.bands == "marginal":
        tops = [price.component.above for price in bands[1:]] + [count]
        return [
            (price, _amount(min(count, top) - price.component.above, price))
            for price, top in zip(bands, tops, strict=True)
            if count > price.component.above
        ]
    reached = [price for price in bands if price.component.above < max(total_input, 1)]
    return [(reached[-1], _amount(count, reached[-1]))] if reached else []


def _amount(count: int, price: Price) -> Decimal | None:
    per_million = price.component.per_million
    return None if per_million is None else (per_million * count).scaleb(-6)


def _lineage(used: Iterable[Price], what: str) -> tuple:  # type: ignore[type-arg]
    found = {each: None for price in used for each in attrgetter(what)(price.held)}
    return tuple(sorted(found))
