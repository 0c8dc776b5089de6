"""Tariff: the lines by which requests are charged, of one offer at one time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ecosys.answers.cost import Charged
from ecosys.answers.reprice.layout import COUNTED
from ecosys.domain.costs import at_minute, lines_of_tier, listed_as
from ecosys.domain.price_history import DIRECTIONS
from ecosys.domain.prices import Price
from ecosys.errors import EcosysError
from ecosys.moment import Moment

Lines = tuple[Price, ...]


@dataclass(frozen=True)
class Tariff:
    """By which lines the tokens of each direction are charged, or why they are not."""

    name: str
    """The name that was called, as it was read."""
    subject: str | None = None
    """The model that it meant; None: nobody knows."""
    channel: str | None = None
    region: str | None = None
    tier: str = ""
    currency: str = ""
    lines: Mapping[str, Lines] = field(default_factory=dict)
    """The lines of each direction of `COUNTED`, one for each band; none: it has no price."""
    reason: str = ""
    """Why nothing is priced; empty: something is."""
    seller_assumed: bool = False
    """Whether the row names a seller that nobody knows: the maker's own prices are taken."""
    tier_assumed: bool = False
    """Whether nobody said the tier, and others are sold."""
    hour_assumed: bool = False
    """Whether the price depends on the hour, which is not known."""
    date_assumed: bool = False
    """Whether a price is dated more coarsely than by a day, and it may not have held yet."""
    alias_moved: bool = False
    """Whether the name has come to mean another model since."""

    @property
    def signature(self) -> tuple[object, ...]:
        """What two tariffs must agree on to be the same."""
        keys = tuple(
            (direction, price.component.key, price.component.compared, price.held.position)
            for direction, lines in self.lines.items()
            for price in lines
        )
        assumed = (
            self.seller_assumed,
            self.tier_assumed,
            self.hour_assumed,
            self.date_assumed,
            self.alias_moved,
        )
        return self.subject, self.channel, self.region, self.currency, self.reason, assumed, keys

    @property
    def thresholds(self) -> set[int]:
        """Above how much input other lines charge."""
        return {price.component.above for lines in self.lines.values() for price in lines} - {0}

    @property
    def is_marginal(self) -> bool:
        """Whether each part of a count is charged by its own band: sums have no price then."""
        return any(lines[-1].event.bands == "marginal" for lines in self.lines.values() if lines)


def tariff(
    charged: Charged, tier: str, moment: Moment, minute: int | None, *, tier_said: bool
) -> Tariff:
    """The tariff of an offer at a minute of the week; None: at no known time of day.

    NotFound where nothing is sold at this tier.
    """
    by_direction = lines_of_tier(charged.prices, tier)
    lines: dict[str, Lines] = {}
    others: list[Price] = []
    for direction in COUNTED:
        now, elsewhen = at_minute(_listed(direction, by_direction), minute)
        lines[direction] = tuple(sorted(now, key=lambda price: price.component.above))
        others += elsewhen
    used = [price for each in lines.values() for price in each]
    _, channel, region, currency = charged.prices[0].place
    end = charged.end
    return Tariff(
        name=charged.resolved.name,
        subject=charged.resolved.subject,
        channel=channel,
        region=region,
        tier=tier,
        currency=currency,
        lines=lines,
        reason=f"it stopped answering {end.shutdown}" if end and not end.held.goes_on else "",
        tier_assumed=not tier_said and _other_tiers(charged.prices, tier),
        hour_assumed=minute is None and bool(others),
        date_assumed=any(_is_approximate(price, moment) for price in used),
    )


def unpriced(name: str, tier: str, problem: EcosysError) -> Tariff:
    """The tariff of what cannot be priced."""
    return Tariff(name, tier=tier, reason=problem.message.rstrip("."))


def turns(prices: Sequence[Price]) -> set[int]:
    """The minutes of the week at which a line begins or ends."""
    hours = (price.component.hours for price in prices)
    return {turn for each in hours if each is not None for turn in each.turns}


def _listed(direction: str, by_direction: Mapping[str, list[Price]]) -> Sequence[Price]:
    if direction == "reasoning" and direction not in by_direction:
        direction = "output"
    return by_direction.get(listed_as(direction, by_direction), ())


def _other_tiers(prices: Sequence[Price], tier: str) -> bool:
    """Whether text is sold at other tiers too."""
    lines = (price.component for price in prices)
    return any(
        each.tier != tier
        and each.modality == "text"
        and each.direction in DIRECTIONS
        and each.price is not None
        for each in lines
    )


def _is_approximate(price: Price, moment: Moment) -> bool:
    when = price.held.when
    return when is not None and when.approximate(moment.as_of)
