"""Prices: the lines in force at a moment, and those that will change."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.events.price_changed import NONE, Component, PriceChanged
from ecosys.moment import Held, View
from ecosys.moment.series import Statement

TOKENS = ("input", "output", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h")
"""Directions that count tokens of a request."""
STANDARD = "standard"
"""The tier at which something is sold that is not asked for otherwise."""


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
            (later if is_later else now).append(_also_because(price, because, events))
    return [*now, *later]


def _sold_thing(price: Price) -> tuple[object, ...]:
    """What a line prices, whoever is asked for it, at whatever hours and lengths."""
    event, line = price.event, price.component
    place = (event.channel, event.region, event.currency)
    return (*place, line.direction, line.modality, line.tier)


def _also_because(price: Price, because: tuple[int, ...], events: tuple[str, ...]) -> Price:
    held = price.held
    held = replace(held, because=held.because + because, events=held.events + events)
    return replace(price, statement=replace(price.statement, held=held))


Place = tuple[str, str, str | None, str]
"""What is sold and where: subject, channel, region, currency."""


def without_tier(prices: Iterable[Price], tier: str, as_of: int) -> list[Price]:
    """Of what has lines in force, but none at a tier: the first line of each direction of text."""
    by_place: dict[Place, dict[str, Price]] = defaultdict(dict)
    sold: set[Place] = set()
    for price in prices:
        line = price.component
        if price.statement.start <= as_of:
            if line.tier == tier:
                sold.add(_place(price))
            elif line.modality == "text" and line.direction in TOKENS:
                by_place[_place(price)].setdefault(line.direction, price)
    return [
        price for place, lines in by_place.items() if place not in sold for price in lines.values()
    ]


def states_tier(view: View, tier: str, place: Place) -> bool:
    """Whether a price at a tier is stated there, be it that it has ended."""
    return any(
        isinstance(stated[0].value, Component)
        and stated[0].value.tier == tier
        and _place(Price(stated[0])) == place
        and view.choose(stated) is not None
        for stated in view.of(PriceChanged).series.values()
    )


def _place(price: Price) -> Place:
    event = price.event
    return (event.subject, event.channel, event.region, event.currency)


def _listing(price: Price) -> tuple[object, ...]:
    event, component = price.event, price.component
    order = TOKENS.index(component.direction) if component.direction in TOKENS else len(TOKENS)
    tier = "" if component.tier == "standard" else component.tier
    place = (event.subject, event.channel, event.region or "", event.currency)
    return (*place, tier, component.above, component.modality, order, component.key)
