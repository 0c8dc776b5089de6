"""History: how what is sold under each name was, is and will be priced, as known at a moment."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from ecosys.answers.export import items
from ecosys.answers.export.catalogue import Catalogue, Seller
from ecosys.answers.export.offer import Offer, in_dollars
from ecosys.domain.prices import Price, completed
from ecosys.event import FIRST_PARTY
from ecosys.events.alias_moved import AliasMoved
from ecosys.events.price_changed import NONE, PriceChanged
from ecosys.moment.series import Choice
from ecosys.values.cached import cached_property
from ecosys.values.checkpoint import checkpoint
from ecosys.values.instant import AFTER_ALL

Course = Sequence[tuple[int, Choice | None]]
"""How a series runs: from which instant which statement answers."""
Say = Callable[[Sequence[Price]], tuple[Any, Sequence[Price]]]
"""Turns lines into what a layout says, and those of them that it says."""


class History:
    """How the lines of every name run, from the first on to what is scheduled."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def turns(self, name: str, channel: str) -> list[int]:
        """The instants at which something that a name is sold at may change, ascending."""
        checkpoint()
        return sorted({at for at in self._turns(name, channel) if at < AFTER_ALL})

    def lines(self, name: str, channel: str, at: int) -> Sequence[Price]:
        """The lines at which a name is sold at an instant."""
        if redirect := self._redirect(name, channel, at):
            name, channel = redirect
        own = self._own(name, channel, at)
        points = self._points(name, channel, at)
        there = self._own(str(points.statement.value), channel, at) if points else []
        if points and there:
            return completed(own, there, points.held.because, points.held.events, at)
        return own

    @property
    def sellers(self) -> list[Seller]:
        """All names that were, are or will be sold, each with the channel."""
        names = {*self._courses}
        names |= {(name, channel) for name, channel in self._aliases if channel == FIRST_PARTY}
        return sorted(names)

    def _turns(self, name: str, channel: str) -> Iterator[int]:
        targets = [name]
        end = self._catalogue.ends.get((name, channel))
        if end and end.redirect and end.redirect.to and end.ended_at is not None:
            yield end.ended_at
            targets.append(end.redirect.to)
        for each in tuple(targets):
            for at, points in self._aliases.get((each, FIRST_PARTY), ()):
                yield at
                if points is not None:
                    targets.append(str(points.statement.value))
        for each in targets:
            for course in self._courses.get((each, channel), ()):
                yield from (at for at, _ in course)

    def _redirect(self, name: str, channel: str, at: int) -> Seller | None:
        """Who answers a name's calls at an instant, at its own price."""
        end = self._catalogue.ends.get((name, channel))
        after = end.redirect if end else None
        if end is None or after is None or after.to is None or after.price != "target":
            return None
        return (after.to, channel) if end.has_ended(at) else None

    def _own(self, name: str, channel: str, at: int) -> list[Price]:
        chosen = (_at(course, at) for course in self._courses.get((name, channel), ()))
        prices = [Price(each.statement, each.rivals, each.agreeing) for each in chosen if each]
        return [price for price in prices if price.component.amount != NONE]

    def _points(self, name: str, channel: str, at: int) -> Choice | None:
        for place in dict.fromkeys((channel, FIRST_PARTY)):
            points = _at(self._aliases.get((name, place), ()), at)
            if points is not None and points.statement.value is not None:
                return points
        return None

    @cached_property
    def _courses(self) -> Mapping[Seller, list[Course]]:
        view = self._catalogue.prices.of(PriceChanged)
        courses: dict[Seller, list[Course]] = defaultdict(list)
        for stated in view.series.values():
            price = Price(stated[0])
            courses[price.subject, price.channel].append(view.steps(stated, AFTER_ALL))
        return dict(courses)

    @cached_property
    def _aliases(self) -> Mapping[Seller, Course]:
        view = self._catalogue.pointing.of(AliasMoved)
        return {
            cast("tuple[str, Seller]", series)[1]: view.steps(stated, AFTER_ALL)
            for series, stated in view.series.items()
        }


@dataclass(frozen=True, slots=True)
class Period:
    """What is said of an offer from an instant on."""

    start: int
    content: Any
    said: Sequence[Price]
    """The lines that it says."""


def periods(history: History, offer: Offer, now: int, say: Say) -> list[Period]:
    """What a layout says of an offer now, and each time that it is known to become otherwise."""
    later = [at for at in history.turns(offer.name, offer.channel) if at > now]
    found: list[Period] = []
    for at in (None, *later):
        lines = offer.lines if at is None else history.lines(offer.name, offer.channel, at)
        content, said = say(in_dollars(lines))
        if content and (not found or content != found[-1].content):
            start = max(price.statement.start for price in said) if at is None else at
            found.append(Period(start, content, said))
    return found


def carried(periods: Sequence[Period], names: Iterable[str], channel: str) -> set[Hashable]:
    """The keys of what periods say; that a price ends is said where another follows."""
    keys = items.carried([price for each in periods for price in each.said], names, channel)
    return keys | {items.until_key(price) for each in periods[:-1] for price in each.said}


def _at(course: Course, at: int) -> Choice | None:
    """What answers at an instant."""
    index = bisect_right(course, at, key=lambda step: step[0])
    return course[index - 1][1] if index else None
