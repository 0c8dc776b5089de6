"""price_index: how prices moved since a first day, which is 100."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import partial
from itertools import chain as flatten
from typing import Literal

from ecosys.domain.price_history import (
    DIRECTIONS,
    PriceHistory,
    PriceStep,
    Promotions,
    answering_histories,
    reads,
)
from ecosys.event.subject import provider_of, within
from ecosys.moment import Held, View
from ecosys.projection import Context, Coverage, Parameters, Point, projection, rests_on
from ecosys.projection.groups import by_group, rounded
from ecosys.values import instant
from ecosys.values.instant import day_of
from ecosys.values.memory import ROOM, memoised
from ecosys.values.period import Every, ends

BASE = Decimal(100)
DIGITS = 40


@dataclass(frozen=True, slots=True)
class Member:
    """Something with one price at a time."""

    subject: str
    steps: tuple[PriceStep, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """The index from an instant on."""

    at: int
    value: Decimal
    members: int
    """How many had a price both before and after; at the base: that have one."""
    facts: tuple[Held, ...]
    """What moved it; at the base: the first prices."""


def chain(members: Sequence[Member]) -> list[Link]:
    """The index of members: 100 at the first dated price above zero, then a link at each move."""
    moves = _moves(members)
    prices: dict[int, PriceStep] = {}
    links: list[Link] = []
    value = BASE
    for at in sorted(moves):
        relatives, facts = _apply(moves[at], prices)
        counted = _matched(moves[at], prices, len(relatives))
        if not links and prices and at > instant.BEFORE_ALL:
            first = tuple(step.held for step in prices.values())
            links.append(Link(at, BASE, len(prices), first))
        elif links and any(relative != 1 for relative in relatives):
            mean = _mean(tuple(relatives), counted)
            with localcontext(prec=DIGITS):
                value *= mean
            links.append(Link(at, value, counted, facts))
    return links


def extreme(
    subject: str, histories: Sequence[PriceHistory], pick: Callable[..., tuple[Decimal, int]]
) -> Member:
    """The lowest or highest price among several lines at each time, as one member."""
    steps: list[PriceStep] = []
    for at in sorted({step.at for history in histories for step in history.steps}):
        now = [step for each in histories if (step := each.at(at)) is not None and step.amount]
        if now:
            _, index = pick((step.amount, index) for index, step in enumerate(now))
            _append(steps, PriceStep(at, now[index].amount, now[index].held))
        elif steps:
            _append(steps, PriceStep(at, None, steps[-1].held))
    return Member(subject, tuple(steps))


def _append(steps: list[PriceStep], step: PriceStep) -> None:
    if not steps or steps[-1].amount != step.amount:
        steps.append(step)


Moves = list[tuple[int, PriceStep]]


def _moves(members: Iterable[Member]) -> dict[int, Moves]:
    """What moves at each instant: the members, by number, and their new prices."""
    moves: dict[int, Moves] = {}
    for number, member in enumerate(members):
        for step in member.steps:
            moves.setdefault(step.at, []).append((number, step))
    return dict(sorted(moves.items()))


def _apply(moves: Moves, prices: dict[int, PriceStep]) -> tuple[list[Decimal], tuple[Held, ...]]:
    """The relatives of those that moved and had a price before; the prices are brought up."""
    relatives: list[Decimal] = []
    facts: list[Held] = []
    for number, step in moves:
        before = prices.pop(number, None)
        if not step.amount:
            continue
        prices[number] = step
        if before is not None and before.amount:
            with localcontext(prec=DIGITS):
                relatives.append(step.amount / before.amount)
            facts += (before.held, step.held)
    return relatives, tuple(facts)


def _matched(moves: Moves, prices: dict[int, PriceStep], moved: int) -> int:
    """How many had a price before and after: those that did not move, and those that did."""
    return len(prices) - sum(number in prices for number in {each for each, _ in moves}) + moved


@memoised(1_000, room=2 * ROOM)
def _mean(relatives: tuple[Decimal, ...], count: int) -> Decimal:
    """The geometric mean over all that count; those that did not move are ones.

    A root takes longer than the rest of a link, and the day after asks for the same ones.
    """
    with localcontext(prec=DIGITS):
        product = Decimal(1)
        for relative in relatives:
            product *= relative
        return product if count == 1 else product ** (Decimal(1) / count)


class PriceIndexParameters(Parameters):
    """What to follow, and how closely."""

    kind: Literal["models", "cheapest", "flagship"] = "models"
    """models: each model; cheapest, flagship: each provider's lowest or highest price on offer."""
    direction: Literal["input", "output"] = "input"
    """Which price to follow."""
    every: Literal["change", Every] = "change"
    """A point at each change, or at the end of each month or year."""
    promotions: Promotions = "counted"
    """counted: what buyers pay; left_out: prices given with an end are passed over."""


def _reads(held: Held, _: PriceIndexParameters) -> bool:
    return reads(held)


@projection(
    takes=["price_changed", "deprecated"],
    unit="index",
    version=1,
    parameters=PriceIndexParameters,
    reads=_reads,
)
def price_index(
    events: Sequence[Held], context: Context[PriceIndexParameters]
) -> Iterator[Point | Coverage]:
    """How list prices moved since a provider's first one, which is 100, in a chained index.

    At each change the index is multiplied by the geometric mean of new price / old price over
    the members that had a price just before and have one now, those that did not move included:
    I(t) = I(t-1) x (product of p(t) / p(t-1)) ^ (1/n). What comes new or stops answering does
    not move it by itself. Members are models (kind=models): the price of an unchanged model; or
    providers at their lowest (cheapest) or highest (flagship: the top of the list, models that
    think longer included, because nobody declares a flagship) price on offer, which new models
    do move. In US dollars per million tokens of text at standard tier, of models that list input
    and output and still answer; free ones are left out, since nothing can be divided by zero. By
    provider and for all together, from the first price on, each date by what is known at the
    moment; the label `members` is n. Definition: matched-model Jevons index, chained, after the
    Consumer Price Index Manual of the ILO and others; no weights, because nobody publishes what
    is bought; no account of what the models can do.
    """
    chosen = context.parameters
    view = context.view(events)
    members = _members(view, chosen)
    for subject, group in by_group(members, _subject, chosen.subject).items():
        points = partial(_points, subject, group, context)
        yield from view.parts.once(subject, group, points)
    yield Coverage(
        definition=f"list prices of {chosen.direction} in USD of models that list input and "
        f"output, while they answer; kind: {chosen.kind}; not weighted by what is bought",
    )


def _points(
    subject: str, members: Sequence[Member], context: Context[PriceIndexParameters]
) -> Iterator[Point]:
    chosen = context.parameters
    links = chain(members)
    if chosen.every != "change":
        links = _sampled(links, context.moment.as_of, chosen.every)
    return (_point(subject, link, chosen) for link in links)


def _members(view: View, chosen: PriceIndexParameters) -> list[Member]:
    """What has one price at a time."""
    if chosen.kind == "models":
        return list(flatten.from_iterable(view.parts.each(_models, chosen)))
    by: dict[str, list[PriceHistory]] = defaultdict(list)
    for history in flatten.from_iterable(view.parts.each(_on_offer, chosen)):
        by[chosen.subject or provider_of(history.subject)].append(history)
    pick = min if chosen.kind == "cheapest" else max
    return [extreme(subject, members, pick) for subject, members in sorted(by.items())]


def _models(view: View, chosen: PriceIndexParameters) -> list[Member]:
    return [Member(history.subject, history.steps) for history in _on_offer(view, chosen)]


def _on_offer(view: View, chosen: PriceIndexParameters) -> list[PriceHistory]:
    """The lines of one direction, each while its model answers, of models that list both."""
    lists: dict[tuple[str, str], dict[str, PriceHistory]] = defaultdict(dict)
    for history in answering_histories(view, promotions=chosen.promotions):
        region, currency = history.place
        if currency == "USD" and within(history.subject, chosen.subject):
            lists[history.subject, region][history.line.direction] = history
    return [both[chosen.direction] for both in lists.values() if both.keys() == set(DIRECTIONS)]


def _sampled(links: list[Link], upto: int, every: Every) -> list[Link]:
    """The last link of each period; a period without a change repeats the one before."""
    sampled = []
    for end in ends(links[0].at, upto, every) if links else []:
        last = [link for link in links if link.at <= end][-1]
        sampled.append(Link(end, last.value, last.members, last.facts))
    return sampled


def _point(subject: str, link: Link, chosen: PriceIndexParameters) -> Point:
    return Point(
        subject=subject,
        at=day_of(link.at),
        value=rounded(link.value, 4),
        unit="index",
        labels={
            "kind": chosen.kind,
            "direction": chosen.direction,
            "members": str(link.members),
        },
        **rests_on(link.facts),
    )


def _subject(member: Member) -> str:
    return member.subject
