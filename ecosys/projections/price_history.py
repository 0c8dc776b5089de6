"""price_history: how the prices of a subject ran, line by line."""

from collections.abc import Iterator, Sequence
from itertools import chain
from operator import itemgetter

from ecosys.domain.prices import Price, price_lines, sold_at
from ecosys.event import ANY_CHANNEL, FIRST_PARTY, Channel
from ecosys.events.price_changed import Component, Tier
from ecosys.moment import Held, View
from ecosys.moment.series import Choice
from ecosys.projection import Context, Mark, Parameters, Point, marks, projection
from ecosys.values.instant import AFTER_ALL, day_of


class PriceHistoryParameters(Parameters):
    """Which lines to follow."""

    channel: Channel = FIRST_PARTY
    """Who sells it; `all` for every seller."""
    tier: Tier | None = None
    """How it is served: standard, batch, flex, priority ...; left out: all."""
    direction: str | None = None
    """What is counted: input, output, cache_read ...; left out: all."""


def _reads(held: Held, chosen: PriceHistoryParameters) -> bool:
    return chosen.channel in (sold_at(held)[1], ANY_CHANNEL)


@projection(
    takes=["price_changed"],
    unit="currency per million tokens",
    version=1,
    parameters=PriceHistoryParameters,
    reads=_reads,
)
def price_history(
    events: Sequence[Held], context: Context[PriceHistoryParameters]
) -> Iterator[Point]:
    """How the list prices of a subject ran: a point wherever another statement came into force.

    A price that was stated anew has a point of its own, though it is the same. A line is a
    direction, modality, tier, context band and hour band of one seller, region and currency. The
    value is the amount per million tokens; for other units it is the amount per unit and the unit
    is named. None: the line ended, or is sold without a list price. Prices that are announced for
    after `as_of` come last, marked scheduled. Definition: list prices as their sellers state them;
    between sources the ranks of the registry decide.
    """
    ran = context.view(events).parts.each(_points, context.parameters)
    for _, point in sorted(chain.from_iterable(ran), key=itemgetter(0)):
        yield point


Order = tuple[int, str, Sequence[tuple[str, str]]]
"""By time, then subject and labels."""


def _points(view: View, chosen: PriceHistoryParameters) -> list[tuple[Order, Point]]:
    """The points, each with its place in the order of all."""
    context = Context(view.moment, chosen)
    points: list[tuple[int, Point]] = []
    for stated in price_lines(view, chosen.channel).values():
        line = stated[0].value
        assert isinstance(line, Component)
        if chosen.tier not in (None, line.tier) or chosen.direction not in (None, line.direction):
            continue
        for boundary, choice in view.steps(stated, AFTER_ALL):
            if choice is not None:
                points.append((boundary, _point(boundary, choice, context)))
            elif boundary != AFTER_ALL:
                points.append((boundary, _ended(boundary, points[-1][1], context)))
    return [
        ((boundary, point.subject, sorted(point.labels.items())), point)
        for boundary, point in points
    ]


def _point(start: int, choice: Choice, context: Context[PriceHistoryParameters]) -> Point:
    held, line = choice.held, choice.statement.value
    assert isinstance(line, Component)
    subject, channel, region, currency = Price(choice.statement).place
    date, per_million = held.when, line.per_million
    begins = start == choice.statement.start
    return Point(
        subject=subject,
        at=date.date if begins and date else day_of(start),
        value=line.price if per_million is None else per_million,
        unit=f"{currency} per {line.unit if per_million is None else '1M tokens'}",
        because=held.because,
        events=held.events,
        labels={
            "line": line.describe(),
            "channel": channel,
            **({"region": region} if region else {}),
        },
        marks=_marks(start, held, context, begins=begins),
    )


def _ended(start: int, before: Point, context: Context[PriceHistoryParameters]) -> Point:
    """The point at which a line ran out: nothing is sold from here on."""
    scheduled: tuple[Mark, ...] = ("scheduled",) if start > context.moment.as_of else ()
    return Point(
        subject=before.subject,
        at=day_of(start),
        value=None,
        unit=before.unit,
        because=before.because,
        events=before.events,
        labels=before.labels,
        marks=scheduled,
    )


def _marks(
    start: int, held: Held, context: Context[PriceHistoryParameters], *, begins: bool
) -> tuple[Mark, ...]:
    marked: list[Mark] = []
    if begins:
        marked += (mark for mark in marks(held, context.moment) if mark != "scheduled")
    if start > context.moment.as_of:
        marked.append("scheduled")
    return tuple(marked)
