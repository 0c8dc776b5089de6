"""Chains: an index over members that come and go, link by link (chained Jevons index)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from ecosys.moment import Held
from ecosys.price_runs import Run, Step
from ecosys.values import instant

BASE = Decimal(100)
DIGITS = 40


@dataclass(frozen=True, slots=True)
class Member:
    """Something with one price at a time."""

    subject: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """The index from an instant on."""

    at: int
    value: Decimal
    members: int
    """How many had a price both before and after; at the base: that have one."""
    held: tuple[Held, ...]
    """What moved it; at the base: the first prices."""


def chain(members: Sequence[Member]) -> list[Link]:
    """The index of members: 100 at the first dated price, then a link wherever it moves."""
    moves = _moves(members)
    dated = [at for at in moves if at > instant.BEFORE_ALL]
    if not dated:
        return []
    prices: dict[int, Step] = {}
    links: list[Link] = []
    value = BASE
    for at in sorted(moves):
        relatives, held = _apply(moves[at], prices)
        counted = _matched(moves[at], prices, len(relatives))
        if at == dated[0]:
            first = tuple(step.held for step in prices.values())
            links.append(Link(at, BASE, len(prices), first))
        elif links and any(relative != 1 for relative in relatives):
            with localcontext(prec=DIGITS):
                value *= _mean(relatives, counted)
            links.append(Link(at, value, counted, held))
    return links


def extreme(subject: str, found: Sequence[Run], pick: Callable[..., tuple[Decimal, int]]) -> Member:
    """The lowest or highest price among runs at each time, as one member."""
    steps: list[Step] = []
    for at in sorted({step.at for run in found for step in run.steps}):
        now = [step for run in found if (step := run.at(at)) is not None and step.amount]
        if now:
            _, index = pick((step.amount, index) for index, step in enumerate(now))
            _append(steps, Step(at, now[index].amount, now[index].held))
        elif steps:
            _append(steps, Step(at, None, steps[-1].held))
    return Member(subject, tuple(steps))


def _append(steps: list[Step], step: Step) -> None:
    if not steps or steps[-1].amount != step.amount:
        steps.append(step)


Moves = list[tuple[int, Step]]


def _moves(members: Iterable[Member]) -> dict[int, Moves]:
    """What moves at each instant: the members, by number, and their new prices."""
    found: dict[int, Moves] = {}
    for number, member in enumerate(members):
        for step in member.steps:
            found.setdefault(step.at, []).append((number, step))
    return dict(sorted(found.items()))


def _apply(moves: Moves, prices: dict[int, Step]) -> tuple[list[Decimal], tuple[Held, ...]]:
    """The relatives of those that moved and had a price before; the prices are brought up."""
    relatives: list[Decimal] = []
    held: list[Held] = []
    for number, step in moves:
        before = prices.pop(number, None)
        if not step.amount:
            continue
        prices[number] = step
        if before is not None and before.amount:
            with localcontext(prec=DIGITS):
                relatives.append(step.amount / before.amount)
            held += (before.held, step.held)
    return relatives, tuple(held)


def _matched(moves: Moves, prices: dict[int, Step], moved: int) -> int:
    """How many had a price before and after: those that did not move, and those that did."""
    return len(prices.keys() - {number for number, _ in moves}) + moved


def _mean(relatives: Iterable[Decimal], count: int) -> Decimal:
    """The geometric mean over all that count; those that did not move are ones."""
    product = Decimal(1)
    for relative in relatives:
        product *= relative
    return product if count == 1 else product ** (Decimal(1) / count)
