"""Prices: the lines in force at a moment, and those that will change."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.events.price_changed import NONE, Component, PriceChanged
from ecosys.moment import Held, View
from ecosys.moment.series import Statement

TOKENS = ("input", "output", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h")
"""Directions that count tokens of a request."""
STANDARD = "standard"
"""The tier at which something is sold that is not asked for otherwise."""


Place = tuple[str, str, str | None, str]
"""What is sold and where: subject, channel, region, currency."""
_Series = tuple[str, tuple[str, str, str | None, str, object]]


@dataclass(frozen=True, slots=True)
class Price:
    """One line of a price list, in force at a moment or scheduled after it."""

    statement: Statement
    rivals: tuple[Statement, ...] = ()
    """What other sources say of the same line."""
    agreeing: tuple[Statement, ...] = ()
    """Where other sources say the same of it."""

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
    def place(self) -> "Place":
        """What is sold and where: subject, channel, region, currency. Its series begins so."""
        _, (subject, channel, region, currency, _) = cast("_Series", self.statement.series)
        return subject, channel, region, currency

    @property
    def subject(self) -> str:
        """What is sold."""
        return self.place[0]

    @property
    def channel(self) -> str:
        """Who sells it."""
        return self.place[1]

    @property
    def region(self) -> str | None:
        """Where the price holds; None: everywhere."""
        return self.place[2]

    @property
    def currency(self) -> str:
        """ISO 4217 code of the amount."""
        return self.place[3]

    @property
    def component(self) -> Component:
        """The line."""
        component = self.statement.value
        assert isinstance(component, Component)
        return component


def sold_at(held: Held) -> tuple[str, str]:
    """What a price list is of, and who sells it there, as its lines say."""
    for series in held.series:
        subject, channel, *_ = cast("tuple[str, ...]", series)
        return subject, channel
    raise ValueError(f"{held.id} is no price list")


def price_lines(
    view: View, channel: str = FIRST_PARTY, region: str | None = None
) -> Mapping[Hashable, Sequence[Statement]]:
    """What is stated of each line of the price lists of one channel (or all), and one region."""
    return {
        series: stated
        for series, stated in price_lists(view, channel).series.items()
        if _is_listed(stated[0], channel, region)
    }


def in_force(view: View, channel: str = FIRST_PARTY, region: str | None = None) -> list[Price]:
    """The lines in force at a moment; a line that was ended is none.

    >>> from ecosys.testing import given
    >>> price = {"type": "price_changed", "subject": "acme/m", "sources": [{"source": "acme"}]}
    >>> history = given(
    ...     {**price, "id": "a", "occurred": "2025-01-01",
    ...      "components": [{"direction": "input", "amount": "10"}]},
    ...     {**price, "id": "b", "occurred": "2025-06-10",
    ...      "components": [{"direction": "input", "amount": "2"}]},
    ... )
    >>> [line.component.amount for line in in_force(history.when("2025-06-09").view())]
    ['10']
    >>> [line.component.amount for line in in_force(history.when("2025-06-10").view())]
    ['2']
    >>> [line.component.amount for line in scheduled(history.when("2025-06-09").view())]
    ['2']
    """
    return list(price_lists(view, channel).once(_in_force, channel, region))


def _in_force(view: View, channel: str, region: str | None) -> Sequence[Price]:
    prices = [
        Price(choice.statement, choice.rivals, choice.agreeing)
        for choice in view.in_force(in_order=False)
        if _is_listed(choice.statement, channel, region)
    ]
    return sorted((each for each in prices if each.component.amount != NONE), key=_listing)


def price_lists(view: View, channel: str = FIRST_PARTY) -> View:
    """The price lists of one channel, or all."""
    if channel == ANY_CHANNEL:
        return view.of(PriceChanged)
    return view.of(PriceChanged, channel={channel})


def _is_listed(statement: Statement, channel: str, region: str | None) -> bool:
    _, there, where, _ = Price(statement).place
    return channel in (there, ANY_CHANNEL) and region in (where, None)


def scheduled(view: View, channel: str = FIRST_PARTY, region: str | None = None) -> list[Price]:
    """The lines that will change after the moment, as far as is known."""
    later = [
        Price(statement)
        for statement in price_lists(view, channel).coming()
        if _is_listed(statement, channel, region)
    ]
    return sorted(later, key=lambda price: (price.statement.start, _listing(price)))


def completed(
    own: Sequence[Price],
    others: Iterable[Price],
    because: tuple[int, ...],
    events: tuple[str, ...],
    as_of: int,
) -> list[Price]:
    """The lines of a name with those, of what it points to, that it does not state itself.

    A name that states what input costs at a tier states all of it: its hours and bands too. The
    lines that are added rest, besides, on the events that say where the name points to.
    """
    now = [price for price in own if price.statement.start <= as_of]
    later = [price for price in own if price.statement.start > as_of]
    stated, coming = set(map(_sold_thing, now)), set(map(_sold_thing, later))
    for price in others:
        is_later = price.statement.start > as_of
        if _sold_thing(price) not in (stated | coming if is_later else stated):
            (later if is_later else now).append(also_because(price, because, events))
    return [*now, *later]


def _sold_thing(price: Price) -> tuple[object, ...]:
    """What a line prices, whoever is asked for it, at whatever hours and lengths."""
    line = price.component
    return (*price.place[1:], line.direction, line.modality, line.tier)


def also_because(price: Price, because: tuple[int, ...], events: tuple[str, ...]) -> Price:
    """A line that rests on other events too: those that say what a name means, or that it ended."""
    held = price.held
    held = held._replace(because=held.because + because, events=held.events + events)
    return replace(price, statement=price.statement._replace(held=held))


def closed(price: Price, end: Held) -> Price:
    """A line that is no longer sold since an end."""
    unsold = price.component.model_copy(update={"amount": NONE})
    ended = replace(price, statement=price.statement._replace(stated=unsold))
    return also_because(ended, end.because, end.events)


def without_tier(prices: Iterable[Price], tier: str, as_of: int) -> list[Price]:
    """Of what has lines in force, but none at a tier: the first line of each direction of text."""
    by_place: dict[Place, dict[str, Price]] = defaultdict(dict)
    sold: set[Place] = set()
    for price in prices:
        line = price.component
        if price.statement.start <= as_of:
            if line.tier == tier:
                sold.add(price.place)
            elif line.modality == "text" and line.direction in TOKENS:
                by_place[price.place].setdefault(line.direction, price)
    return [
        price for place, lines in by_place.items() if place not in sold for price in lines.values()
    ]


def states_tier(view: View, tier: str, place: Place) -> bool:
    """Whether a price at a tier is stated there, be it that it has ended."""
    return any(
        isinstance(stated[0].value, Component)
        and stated[0].value.tier == tier
        and Price(stated[0]).place == place
        and view.choose(stated) is not None
        for stated in view.of(PriceChanged).series.values()
    )


def _listing(price: Price) -> tuple[object, ...]:
    component = price.component
    order = TOKENS.index(component.direction) if component.direction in TOKENS else len(TOKENS)
    tier = "" if component.tier == "standard" else component.tier
    subject, channel, region, currency = price.place
    place = (subject, channel, region or "", currency)
    return (*place, tier, component.above, component.modality, order, component.key)
