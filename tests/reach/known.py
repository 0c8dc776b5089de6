"""Known: what a timeline knows of a listed model at a moment."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ecosys.answers.deprecations import deprecations
from ecosys.answers.prices import UNKNOWN, PriceRow, prices
from ecosys.domain.launches import first_launches
from ecosys.errors import Ambiguous, NotFound
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.events.price_changed import NONE, PriceChanged
from ecosys.moment import Held, Moment
from ecosys.moment.names import Resolution
from ecosys.timeline import Timeline

BESIDE = ("batch", "flex", "priority")
"""Tiers at which what has a main price is sold besides."""


@dataclass(frozen=True)
class Knowledge:
    """A timeline as of a day."""

    timeline: Timeline
    day: str
    known_at: str | None = None
    """The day with whose knowledge; None: with today's."""

    @cached_property
    def moment(self) -> Moment:
        """The end of the day, with what is known of it."""
        return self.timeline.moment(self.day, self.known_at)

    @cached_property
    def launched(self) -> Mapping[str, Held]:
        """What has a launch, by subject."""
        return first_launches(self.timeline.view(self.moment, "launched"))

    @cached_property
    def spelled(self) -> Mapping[str, str]:
        """The subjects, by their names in lower case."""
        return {name.lower(): name for name in self.timeline.names(self.moment).directory.first}

    @cached_property
    def ever_priced(self) -> Collection[tuple[str, str]]:
        """What had a main price by the day, with its channel."""
        events = (held.event for held in self.timeline.held(self.moment, "price_changed"))
        return {
            (each.subject, each.channel)
            for each in events
            if isinstance(each, PriceChanged)
            and any(line.amount != NONE and line.tier not in BESIDE for line in each.components)
        }

    def resolve(self, name: str) -> Resolution | None:
        """What a name means, in any case; None: it means nothing, or several things."""
        for spelling in (name, self.spelled.get(name.lower(), name)):
            try:
                return self.timeline.resolve(spelling, self.moment)
            except (NotFound, Ambiguous):
                continue
        return None

    def is_priced(self, name: str) -> bool:
        """Whether a main price is in force, or was until it or what it prices ended."""
        resolved = self.resolve(name)
        if resolved is None:
            return False
        place = (resolved.subject, resolved.channel)
        return place in self.ever_priced or any(row.tier not in BESIDE for row in self.prices(name))

    def prices(self, name: str) -> Sequence[PriceRow]:
        """The lines of a name that state a price, in force or ended with it."""
        resolved = self.resolve(name)
        if resolved is None:
            return ()
        try:
            rows = prices(self.timeline, self.moment, resolved.name).rows
        except (NotFound, Ambiguous):
            return ()
        return [row for row in rows if row.amount != UNKNOWN and row.status != "scheduled"]

    def is_launched(self, name: str) -> bool:
        """Whether a launch is known, of the name itself or of what it means or points to."""
        resolved = self.resolve(name)
        if resolved is None:
            return False
        if {name, resolved.subject} & self.launched.keys():
            return True
        return self.target(resolved.subject, resolved.channel) in self.launched

    def target(self, subject: str, channel: str) -> str | None:
        """What a name points to at a channel, else at its maker; None: it is no other name."""
        names, ranks = self.timeline.names(self.moment), self.timeline.ranks(self.moment)
        for place in dict.fromkeys((channel, FIRST_PARTY)):
            target = names.follow(subject, self.moment, ranks, place)
            if target is not None:
                return target.subject
        return None

    def ends(self, name: str) -> set[str]:
        """The shutdowns of a name where it is sold, as their dates are written."""
        resolved = self.resolve(name)
        return self.ends_of(resolved.subject, resolved.channel) if resolved else set()

    def ends_of(self, subject: str, channel: str) -> set[str]:
        """The days of the shutdowns of a subject at a channel, of all deployments and regions.

        Of what its maker sells at a cloud of its own, those that the maker states count too; of a
        name without its own, those of what it points to.
        """
        target = self.target(subject, channel)
        own = self._ends(subject, channel)
        return own if own or target is None else self._ends(target, channel)

    def _ends(self, subject: str, channel: str) -> set[str]:
        rows = deprecations(self.timeline, self.moment, subject, ANY_CHANNEL).rows
        places = {channel, FIRST_PARTY} if subject.startswith("amazon/") else {channel}
        return {
            row.shutdown[:10]
            for row in rows
            if row.shutdown and row.subject == subject and row.channel in places
        }


def amounts(rows: Sequence[PriceRow], direction: str) -> set[Decimal]:
    """What rows say that a million tokens of text cost in dollars, in any region, at any hour."""
    return set(_amounts(rows, direction))


def _amounts(rows: Sequence[PriceRow], direction: str) -> Iterator[Decimal]:
    for row in rows:
        plain = (row.direction, row.modality, row.tier, row.above)
        is_asked = plain == (direction, "text", "standard", 0) and row.currency == "USD"
        if is_asked and row.per_million is not None:
            yield row.per_million
