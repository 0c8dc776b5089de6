"""Compared: a change, and the two states between which it is sought.

A change is sought in two windows at once: what came into force in the world after the first
moment's `as_of` and by the second's, and what became known after the first moment's `known_at`
and by the second's. A row says by which of them it is news.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Literal

from ecosys.domain.endings import Ending, endings
from ecosys.domain.prices import Price, in_force, scheduled
from ecosys.event import ANY_CHANNEL, FIRST_PARTY, Recorded
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.events.price_changed import PriceChanged
from ecosys.events.rescheduled import Rescheduled
from ecosys.moment import Held, Moment, View
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE
from ecosys.values.when import When

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
    def prices(self) -> dict[Hashable, Price]:
        """The lines in force, by series."""
        return {price.statement.series: price for price in in_force(self._priced, ANY_CHANNEL)}

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
    def endings(self) -> dict[tuple[str, str], Ending]:
        """What is known of every end, by subject and channel."""
        return {
            (ending.event.subject, ending.event.channel): ending
            for ending in endings(self.view, ANY_CHANNEL)
        }

    @cached_property
    def news(self) -> dict[str, Held]:
        """The facts that are told as they are and are so at the moment, by id.

        Of what was only read nobody knows since when it was said: it is no news.
        """
        return {
            held.id: held
            for held in self.view.begun().facts
            if held.event.is_news and held.event.statement_time[1] != "read"
        }

    @cached_property
    def _priced(self) -> View:
        return self.view.of(PriceChanged)


@dataclass(frozen=True)
class Revisions:
    """What is known at a moment of how earlier statements were moved or called off."""

    moves: Mapping[int, Recorded]
    """Reschedulings, by position."""
    called_off: Mapping[str, Recorded]
    """Cancellations, by the event that they cancel."""

    @classmethod
    def known(cls, records: Iterable[Recorded], moment: Moment) -> "Revisions":
        """Those among some records that a moment knows."""
        moves: dict[int, Recorded] = {}
        called_off: dict[str, Recorded] = {}
        for record in records:
            event = record.event
            if isinstance(event, Rescheduled) and moment.knows(record):
                moves[record.position] = record
                if event.cancelled:
                    called_off[event.event] = record
        return cls(moves, called_off)

    def learned(self, held: Held) -> int:
        """Since when a statement is known with the dates that now stand; a move renews it."""
        moved = (self.moves[at].known_from for at in held.because if at in self.moves)
        return max((held.known_from, *moved))


@dataclass(frozen=True)
class Comparison:
    """Two states, and what is known at the second of how statements were revised."""

    before: State
    after: State
    revisions: Revisions

    def row(
        self,
        kind: str,
        held: Held,
        words: str,
        occurred: When | None,
        change: tuple[str | None, str | None] = (None, None),
        by: Recorded | Held | None = None,
    ) -> ChangeRow:
        """A change that rests on a statement, and on what ended or revised another, `by`.

        `change` is what was so then and what is so now.
        """
        learned = max(self.revisions.learned(held), by.known_from if by else 0)
        return ChangeRow(
            kind,
            held.event.subjects[0],
            getattr(held.event, "channel", FIRST_PARTY),
            words,
            *change,
            occurred,
            instant.day_of(learned),
            self._news(occurred, learned),
            (*held.because, by.position) if by else held.because,
            (*held.events, by.id) if by else held.events,
        )

    def _news(self, occurred: When | None, learned: int) -> Newness:
        if occurred is None or not self.came_into_force(occurred):
            return "learned"
        return "both" if learned > self.before.view.moment.known_at else "occurred"

    def came_into_force(self, date: When) -> bool:
        """Whether a date surely lies between the two states; "not after" a day may lie before."""
        start = date.holds_from
        if start is None or start > self.after.view.as_of:
            return False
        earliest = date.earliest or (None if date.bound else date)
        return earliest is not None and earliest.start > self.before.view.as_of


def is_corrected(was: Held, now: Held) -> bool:
    """Whether the same event now says otherwise: the world did not change, its source did."""
    return was.id == now.id and was.position != now.position
