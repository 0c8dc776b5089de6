"""Compared: a change, and the state of the world that is compared with another."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from ecosys.domain.endings import Ending, EndPlace, endings
from ecosys.domain.launches import first_launches
from ecosys.domain.prices import Price, scheduled
from ecosys.event import ANY_CHANNEL
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Held, View
from ecosys.values.cached import cached_property
from ecosys.values.schema import DOCSTRINGS_DESCRIBE

Newness = Literal["occurred", "learned", "both"]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One difference between then and now."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    kind: str
    """price, scheduled_price, shutdown, deprecated, launched ..., changed, corrected, retracted."""
    subject: str
    """What changed."""
    channel: str
    """Where."""
    words: str
    """The change in people's words: `o3 input 10 → 2, price −80 %`."""
    before: str | None
    """What was so then."""
    after: str | None
    """What is so now."""
    occurred: str | None
    """When it is so in the world: since when the price holds, the day of the launch, of the
    announcement or of the shutdown; null: nobody says, or it was no event of the world."""
    learned: str
    """The day on which it became known."""
    news: Newness
    """Why it is told: occurred: it came into force since then, and was known before; learned: it
    became known since then; both: it came into force and became known since then."""
    because: tuple[int, ...]
    """Positions of the events that made the change."""
    events: tuple[str, ...]
    """Ids of these events."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`; only with include=sources."""


@dataclass(frozen=True)
class State:
    """What holds at one moment, as far as it is compared with another."""

    view: View

    @cached_property
    def held(self) -> Mapping[str, Held]:
        """All facts, by id."""
        return {held.id: held for held in self.view.facts}

    @cached_property
    def prices(self) -> dict[Hashable, Price]:
        """The lines in force, by series; those that were ended too."""
        choices = self._priced.in_force(in_order=False)
        return {each.statement.series: Price(each.statement, each.rivals) for each in choices}

    @cached_property
    def scheduled(self) -> dict[Hashable, Price]:
        """The lines that will change, each with the one in force that it will replace."""
        lines: dict[Hashable, Price] = {}
        for price in scheduled(self._priced, ANY_CHANNEL):
            current = self.prices.get(price.statement.series)
            replaced = (current.statement,) if current else ()
            lines[price.held.id, price.component.key] = Price(price.statement, replaced)
        return lines

    @cached_property
    def endings(self) -> dict[EndPlace, Ending]:
        """What is known of every end, by what ends and where."""
        return {ending.place: ending for ending in endings(self.view, ANY_CHANNEL)}

    @cached_property
    def begun(self) -> dict[str, Held]:
        """The facts that may be told as they are and are so at the moment, by id."""
        return {held.id: held for held in self.view.begun().facts if held.kind.is_news}

    @cached_property
    def launches(self) -> Mapping[str, Held]:
        """The first launch of each subject that has one."""
        return first_launches(self.view)

    @cached_property
    def _priced(self) -> View:
        return self.view.of(PriceChanged)
