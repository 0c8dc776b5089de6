"""Price history: how the list price of a line ran, from its first price to its end.

A step is a first price, a change or an end. A change needs one voice that says otherwise than it
said itself before, away from the price that stood: where another voice takes over and differs,
that is a dispute, not a change. A correction changes no price: it shows what was charged all along.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, pairwise
from typing import Literal

from ecosys.domain.endings import ended, endings
from ecosys.domain.prices import Price, price_lines, price_lists, sold_at
from ecosys.event import FIRST_PARTY
from ecosys.events.deprecated import Deprecated
from ecosys.events.price_changed import Component, PriceChanged
from ecosys.moment import Held, View
from ecosys.moment.series import Statement
from ecosys.values import instant

Lines = Literal["base", "all"]
"""base: text, at any hour, from the first token on; all: bands, hours and modalities too."""
Promotions = Literal["left_out", "counted"]
"""Whether prices that were given with an end count."""
DIRECTIONS = ("input", "output")


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One price of a line, from an instant on."""

    at: int
    amount: Decimal | None
    """Per million tokens; None: from here on there is no list price."""
    held: Held
    """The event that states it."""


@dataclass(frozen=True, slots=True)
class PriceHistory:
    """One line of a seller's price list through time."""

    subject: str
    place: tuple[str, str]
    """Region (empty: everywhere) and currency."""
    line: Component
    steps: tuple[PriceStep, ...]

    def at(self, at: int) -> PriceStep | None:
        """The price at an instant; None before the first and after the end."""
        index = bisect_right(self.steps, at, key=lambda step: step.at)
        step = self.steps[index - 1] if index else None
        return None if step is None or step.amount is None else step

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What orders histories: subject, region, currency, line."""
        return (self.subject, *self.place, str(self.line.key))


@dataclass(frozen=True, slots=True)
class PriceMove:
    """A list price that went up or down."""

    history: PriceHistory
    before: PriceStep
    after: PriceStep

    @property
    def old(self) -> Decimal:
        """The price before."""
        return self.before.amount or Decimal(0)

    @property
    def new(self) -> Decimal:
        """The price from then on."""
        return self.after.amount or Decimal(0)

    @property
    def ratio(self) -> Decimal | None:
        """The new price divided by the old one; None where one of them is zero."""
        return self.new / self.old if self.old and self.new else None

    @property
    def facts(self) -> tuple[Held, Held]:
        """What it rests on."""
        return (self.before.held, self.after.held)


def price_histories(
    view: View, *, lines: Lines = "base", promotions: Promotions = "left_out"
) -> list[PriceHistory]:
    """How input and output lines at standard tier ran, at the providers' own channel."""
    return list(chain.from_iterable(view.parts.each(_histories, lines, promotions)))


def histories_of(
    view: View, names: Collection[str], *, promotions: Promotions = "left_out"
) -> list[PriceHistory]:
    """The same of some subjects; of others too, where they are at hand."""
    if view.is_sought:
        return _ran(view.about(PriceChanged, names), "base", promotions)
    return price_histories(view, promotions=promotions)


def answering_histories(
    view: View, *, lines: Lines = "base", promotions: Promotions = "left_out"
) -> list[PriceHistory]:
    """The same, each line only while its model answers; without a step, where it never did."""
    return list(chain.from_iterable(view.parts.each(_answering, lines, promotions)))


def price_moves(
    view: View, *, lines: Lines = "base", promotions: Promotions = "left_out"
) -> list[PriceMove]:
    """The changes of all these lines."""
    return list(chain.from_iterable(view.parts.each(_moves, lines, promotions)))


def _moves(view: View, lines: Lines, promotions: Promotions) -> list[PriceMove]:
    histories = price_histories(view, lines=lines, promotions=promotions)
    return [move for each in histories for move in changes(each)]


def _answering(view: View, lines: Lines, promotions: Promotions) -> list[PriceHistory]:
    ends = shutdowns(view)
    histories = price_histories(view, lines=lines, promotions=promotions)
    return [closed(history, ends) for history in histories]


def _histories(view: View, lines: Lines, promotions: Promotions) -> list[PriceHistory]:
    return price_lists(view).once(_ran, lines, promotions)


def _ran(view: View, lines: Lines, promotions: Promotions) -> list[PriceHistory]:
    histories = []
    for stated in price_lines(view, FIRST_PARTY).values():
        first = Price(stated[0])
        line = first.component
        if not _wanted(line, lines):
            continue
        counted = [each for each in stated if promotions == "counted" or not _ends(each)]
        if steps := tuple(_steps(counted, view)):
            place = (first.region or "", first.currency)
            histories.append(PriceHistory(first.subject, place, line, steps))
    return sorted(histories, key=lambda history: history.key)


def reads(held: Held, lines: Lines = "base") -> bool:
    """Whether a fact states a line that is followed, or the end of a model."""
    if (end := held.of(Deprecated)) is not None:
        return end.channel == FIRST_PARTY
    return (
        issubclass(held.kind, PriceChanged)
        and sold_at(held)[1] == FIRST_PARTY
        and any(
            isinstance(line, Component) and _wanted(line, lines) for _, line in held.statements()
        )
    )


def changes(history: PriceHistory) -> Iterator[PriceMove]:
    """The changes of a line; a first price and an end are none.

    >>> from ecosys.testing import given
    >>> price = {"type": "price_changed", "subject": "acme/m", "sources": [{"source": "acme"}]}
    >>> [history] = price_histories(given(
    ...     {**price, "id": "a", "occurred": "2025-01-01",
    ...      "components": [{"direction": "input", "amount": "10"}]},
    ...     {**price, "id": "b", "occurred": "2025-06-10",
    ...      "components": [{"direction": "input", "amount": "2"}]}).view())
    >>> [(move.old, move.new, move.ratio) for move in changes(history)]
    [(Decimal('10'), Decimal('2'), Decimal('0.2'))]
    """
    for before, after in pairwise(history.steps):
        if before.amount is not None and after.amount is not None:
            yield PriceMove(history, before, after)


def shutdowns(view: View) -> dict[str, int]:
    """When subjects have stopped answering at the providers' own channel, by the moment."""
    return dict(chain.from_iterable(view.parts.each(_shutdowns)))


def _shutdowns(view: View) -> list[tuple[str, int]]:
    gone = ended(endings(view), view.as_of)
    return [(subject, each.ended_at) for subject, each in gone.items() if each.ended_at is not None]


def closed(history: PriceHistory, ends: Mapping[str, int]) -> PriceHistory:
    """A line that ends where its subject stops answering."""
    end = ends.get(history.subject, instant.AFTER_ALL)
    kept = [step for step in history.steps if step.at < end]
    if kept and end != instant.AFTER_ALL and kept[-1].amount is not None:
        kept.append(PriceStep(end, None, kept[-1].held))
    return PriceHistory(history.subject, history.place, history.line, tuple(kept))


def is_base(line: Component) -> bool:
    """Whether a line prices input or output text at standard tier, from the first token on."""
    plain = line.modality == "text" and line.above == 0 and line.hours is None
    return plain and _wanted(line, "all")


def _wanted(line: Component, lines: Lines) -> bool:
    if lines == "base":
        return is_base(line)
    return line.tier == "standard" and line.direction in DIRECTIONS


def _ends(statement: Statement) -> bool:
    """Whether a price was given with an end: a promotion."""
    return statement.held.ends


# Voice A lists 10 from January, voice B 12 from March, and A 8 from May. While B answers, from
# March on, its 12 is no change: B never said otherwise itself; 10 stands. When A answers with 8, it
# has moved its own price down from 10, away from what stood: that is one change, from 10 to 8.


def _steps(stated: Sequence[Statement], view: View) -> Iterator[PriceStep]:
    standing: Decimal | None = None
    last: dict[str, Decimal] = {}
    before: Held | None = None
    for at, choice in view.steps(stated):
        held = choice.held if choice else before
        amount = _per_million(choice.statement) if choice else None
        assert held is not None
        if amount is None:
            last.clear()
            if standing is not None:
                yield PriceStep(at, None, held)
            standing = None
        else:
            if standing is None or _moved(amount, last.get(held.voice), standing):
                yield PriceStep(at, amount, held)
                standing = amount
            last[held.voice] = amount
        before = held


def _moved(amount: Decimal, own: Decimal | None, standing: Decimal) -> bool:
    """Whether a voice moved its own price, away from the one that stood."""
    return own is not None and (amount - own) * (amount - standing) > 0


def _per_million(statement: Statement) -> Decimal | None:
    line = statement.value
    assert isinstance(line, Component)
    return line.per_million
