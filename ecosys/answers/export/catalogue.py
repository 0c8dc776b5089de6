"""Catalogue: all that is sold at a moment, by seller and name, and all of it that can be lost."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from ecosys.answers.export import items
from ecosys.answers.export.loss import Item
from ecosys.answers.export.offer import Offer
from ecosys.answers.sold import end_of, is_over
from ecosys.domain.endings import Ended, Ending, endings, final_endings
from ecosys.domain.launches import first_launches
from ecosys.domain.prices import Price, also_because, completed, in_force, scheduled
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.moment import Held, Moment, View
from ecosys.moment.series import Choice
from ecosys.timeline import Timeline
from ecosys.values.cached import cached_property
from ecosys.values.checkpoint import checkpoint

Seller = tuple[str, str]
"""A name, and the channel that sells what it means."""


class Catalogue:
    """What the layouts draw on, each kind of fact read once for all names."""

    def __init__(self, timeline: Timeline, moment: Moment) -> None:
        self.timeline = timeline
        self.moment = moment

    # What is known

    @cached_property
    def prices(self) -> View:
        """The price lists."""
        return self.timeline.view(self.moment, "price_changed")

    @cached_property
    def listed(self) -> Mapping[Seller, list[Price]]:
        """The lines in force that a seller states for a name itself."""
        return _by_seller(in_force(self.prices, ANY_CHANNEL))

    @cached_property
    def scheduled(self) -> Mapping[Seller, list[Price]]:
        """The lines that are to come, as far as what they price does not end before."""
        coming = scheduled(self.prices, ANY_CHANNEL)
        return _by_seller([price for price in coming if not is_over(end_of(price, self._gone))])

    @cached_property
    def endings(self) -> Sequence[Ending]:
        """All ends that were announced, past and to come."""
        return endings(self._ends_view, ANY_CHANNEL)

    @cached_property
    def ends(self) -> Mapping[Seller, Ending]:
        """The end of each name at a channel: that of all its deployments, else the last."""
        return {each.place[:2]: each for each in final_endings(self._ends_view, ANY_CHANNEL)}

    @cached_property
    def pointing(self) -> View:
        """Where names point, by whoever says so: also where one source alone is asked."""
        return self.timeline.view(replace(self.moment, source=None), "alias_moved")

    @cached_property
    def aliases(self) -> Mapping[Seller, Choice]:
        """The names that point to a model at a channel, with what says so."""
        pointed = self.pointing.in_force()
        return {_pointing(each): each for each in pointed if each.statement.value is not None}

    @cached_property
    def launches(self) -> Mapping[str, Held]:
        """The first launch of each subject."""
        return first_launches(self.timeline.view(self.moment, "launched"))

    @cached_property
    def _ends_view(self) -> View:
        return self.timeline.view(self.moment, "deprecated", "replacement_named")

    @cached_property
    def _gone(self) -> Ended:
        return Ended(self.endings, self.moment.as_of)

    # What is sold

    @cached_property
    def offers(self) -> Sequence[Offer]:
        """What is sold under each name, by name and channel; with the last prices of what ended.

        As everywhere a name has what it points to where it states nothing itself, a model without
        a price that of the one name that points to it, and what was redirected that of its target.
        """
        names = {*self.listed, *(each for each in self.aliases if each[1] == FIRST_PARTY)}
        names |= {(target, FIRST_PARTY) for target in self._pointed_to}
        names |= {seller for seller, end in self.ends.items() if end.held.goes_on}
        offers = (self._offer(*seller) for seller in sorted(names))
        return [offer for offer in offers if offer.lines]

    def _offer(self, name: str, channel: str) -> Offer:
        checkpoint()
        lines = self._lines(name, channel)
        over = is_over(self._gone.at(name, channel))
        alive = [price for price in lines if not is_over(end_of(price, self._gone))]
        return Offer(
            name,
            channel,
            self.known_as(name, channel),
            alive or lines,
            self.ends.get((name, channel)),
            over or not alive,
        )

    def _lines(
        self, name: str, channel: str, passed: frozenset[str] = frozenset()
    ) -> Sequence[Price]:
        """The lines at which a name is sold; `passed` are those that led here."""
        end = self._gone.at(name, channel)
        after = end.redirect if end else None
        if end and after and after.to and after.price == "target" and name not in passed:
            held = end.held
            there = self._lines(after.to, end.place[1], passed | {name})
            return [also_because(price, held.because, held.events) for price in there]
        own = self.listed.get((name, channel), [])
        points = self.aliases.get((name, channel)) or self.aliases.get((name, FIRST_PARTY))
        target = str(points.statement.value) if points else ""
        there = self.listed.get((target, channel), [])
        if points and there:
            held = points.held
            return completed(own, there, held.because, held.events, self.moment.as_of)
        return own or self._sold_as(name, channel)

    def _sold_as(self, model: str, channel: str) -> Sequence[Price]:
        """The lines of the one name that points to a model and is sold."""
        sold = [
            lines
            for name in self._pointed_to.get(model, ())
            if (lines := self.listed.get((name, channel)))
        ]
        return sold[0] if len(sold) == 1 else ()

    @cached_property
    def _pointed_to(self) -> Mapping[str, list[str]]:
        """The names that point to a model at its provider's own channel."""
        names: dict[str, list[str]] = defaultdict(list)
        for (name, channel), points in self.aliases.items():
            if channel == FIRST_PARTY:
                names[str(points.statement.value)].append(name)
        return names

    def known_as(self, name: str, channel: str) -> tuple[str, ...]:
        """The names by which a seller calls a model: those that were declared, else its own."""
        return tuple(self._known_as.get((name, channel), ())) or (name,)

    @cached_property
    def _known_as(self) -> Mapping[Seller, list[str]]:
        names: dict[Seller, list[str]] = defaultdict(list)
        for (name, channel), points in sorted(self.aliases.items()):
            if channel != FIRST_PARTY:
                names[str(points.statement.value), channel].append(name)
        return names

    # What can be lost

    @cached_property
    def known(self) -> Mapping[Hashable, Item]:
        """All that is known of what is sold, by its key."""
        return dict(self._known())

    def _known(self) -> Iterator[items.Keyed]:
        for prices in self.listed.values():
            for price in prices:
                yield from items.of_price(price, self._state(price))
        for prices in self.scheduled.values():
            for price in prices:
                yield from items.of_price(price, items.SCHEDULED)
        for ending in self.endings:
            yield from items.of_ending(ending)
        for alias, channel in self.aliases:
            yield items.of_name(alias, channel)
        for subject in self.launches:
            yield items.of_launch(subject)

    def _state(self, price: Price) -> str:
        """What a line is, beside being listed."""
        end = end_of(price, self._gone)
        if end is None:
            return ""
        return items.ENDED if is_over(end) else items.REDIRECTED


def _by_seller(prices: Sequence[Price]) -> Mapping[Seller, list[Price]]:
    sold: dict[Seller, list[Price]] = defaultdict(list)
    for price in prices:
        sold[price.subject, price.channel].append(price)
    return dict(sold)


def _pointing(choice: Choice) -> Seller:
    """A name and the channel where it points somewhere."""
    _, seller = cast("tuple[str, Seller]", choice.statement.series)
    return seller
