"""Known: what a timeline knows of a listed model at a moment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ecosys.answers.deprecations import deprecations
from ecosys.answers.prices import UNKNOWN, PriceRow, prices
from ecosys.domain.launches import first_launches
from ecosys.errors import Ambiguous, NotFound
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.moment import Held, Moment
from ecosys.moment.names import Resolution
from ecosys.timeline import Timeline


@dataclass(frozen=True)
class Knowledge:
    """A timeline as of a day, with all that is known now."""

    timeline: Timeline
    day: str

    @cached_property
    def moment(self) -> Moment:
        """The day's end, and the end of the log."""
        return self.timeline.moment(self.day)

    @cached_property
    def launched(self) -> Mapping[str, Held]:
        """What has a launch, by subject."""
        return first_launches(self.timeline.view(self.moment, "launched"))

    def resolve(self, name: str) -> Resolution | None:
        """What a name means; None: it means nothing, or several things."""
        try:
            return self.timeline.resolve(name, self.moment)
        except (NotFound, Ambiguous):
            return None

    def prices(self, name: str) -> Sequence[PriceRow]:
        """The lines of a name that state a price, in force or ended."""
        try:
            rows = prices(self.timeline, self.moment, name).rows
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
        names, ranks = self.timeline.names(self.moment), self.timeline.ranks(self.moment)
        target = names.follow(resolved.subject, self.moment, ranks, resolved.channel)
        return target is not None and target.subject in self.launched

    def ends(self, name: str) -> set[str]:
        """The shutdowns of a name where it is sold, as their dates are written."""
        resolved = self.resolve(name)
        return self.ends_of(resolved.subject, resolved.channel) if resolved else set()

    def ends_of(self, subject: str, channel: str) -> set[str]:
        """The days of the shutdowns of a subject at a channel, of all deployments and regions.

        Of what its maker sells at a cloud of its own, those that the maker states count too.
        """
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
