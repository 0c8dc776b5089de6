"""successor_price_ratio: what a successor cost at first, against its predecessor's last price."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from statistics import median

from ecosys.domain.aliases import Succession, mentioned, successions
from ecosys.domain.price_history import (
    DIRECTIONS,
    PriceHistory,
    PriceStep,
    Promotions,
    histories_of,
    reads,
)
from ecosys.event.subject import within
from ecosys.events.alias_moved import AliasMoved
from ecosys.events.replacement_named import ReplacementNamed
from ecosys.moment import Held
from ecosys.projection import Context, Coverage, Parameters, Point, marks, projection, rests_on
from ecosys.projection.groups import by_group, rounded, too_few
from ecosys.values import amount
from ecosys.values.instant import day_of

Priced = dict[str, dict[tuple[str, str, str], PriceHistory]]
"""The lines of each subject, by region, currency and direction."""


class SuccessorPriceRatioParameters(Parameters):
    """Which prices to compare."""

    promotions: Promotions = "left_out"
    """left_out: prices given with an end are passed over; counted: they count."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The price of one direction at a succession."""

    succession: Succession
    direction: str
    currency: str
    last: PriceStep
    first: PriceStep

    @property
    def ratio(self) -> Decimal | None:
        """The successor's first price divided by the predecessor's last; None: that was free."""
        last, first = self.last.amount, self.first.amount
        return first / last if last and first is not None else None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from others."""
        succession = self.succession
        return succession.before, succession.after, self.direction, self.currency

    @property
    def facts(self) -> tuple[Held, Held, Held]:
        """What it rests on."""
        return (self.succession.held, self.last.held, self.first.held)


def _reads(held: Held, _: SuccessorPriceRatioParameters) -> bool:
    return issubclass(held.kind, AliasMoved | ReplacementNamed) or reads(held)


@projection(
    takes=["price_changed", "deprecated", "alias_moved", "replacement_named"],
    unit="ratio",
    version=2,
    per="all",
    parameters=SuccessorPriceRatioParameters,
    reads=_reads,
)
def successor_price_ratio(
    events: Sequence[Held], context: Context[SuccessorPriceRatioParameters]
) -> Iterator[Point | Coverage]:
    """What a successor cost at first, divided by what its predecessor cost at last.

    A successor is what is recommended instead of what ends, or what an alias was moved
    to, at the provider's own channel. Ratio = the successor's first list price / the predecessor's
    last one up to `as_of`, of the same direction, region and currency, per million tokens of text
    at standard tier; above 1 it costs more. The point is the successor's, at the day of its first
    price. For each provider and all together, by direction: the median, the shares that cost
    more and less (not known below three pairs), and the number of pairs. Left out: pairs without
    both prices, and replacements given by a display name only; the coverage names them. One price
    may serve several pairs: each counts. The ratio takes no account of what the models can do.
    Definition: ours, because price lists follow ids while buyers follow a product line.
    """
    view, asked = context.view(events), context.parameters.subject
    promotions = context.parameters.promotions
    priced = _priced(histories_of(view, mentioned(view, asked), promotions=promotions))
    stated = [each for each in successions(view, priced) if within(each.after, asked)]
    pairs = [pair for each in stated for pair in _pairs(each, priced)]
    for subject, members in by_group(pairs, _subject, asked).items():
        points = partial(_statistics, subject, members, context)
        yield from view.parts.once(subject, members, points)
    for pair in pairs:
        yield from view.parts.once(pair.key, pair, partial(_points, pair, context))
    compared = {id(pair.succession) for pair in pairs}
    yield Coverage(
        definition="successions at providers' own channels, where both list a price in the same "
        "currency, per million tokens of text at standard tier",
        missing=tuple(
            f"{each.before} to {each.after}" for each in stated if id(each) not in compared
        ),
        reason=too_few(len(compared), "successions with both prices"),
    )


def _priced(histories: Iterable[PriceHistory]) -> Priced:
    priced: Priced = defaultdict(dict)
    for history in histories:
        priced[history.subject][(*history.place, history.line.direction)] = history
    return dict(priced)


def _pairs(succession: Succession, priced: Priced) -> Iterator[Pair]:
    old = priced.get(succession.before, {})
    new = priced.get(succession.after, {})
    for key in sorted(old.keys() & new.keys()):
        _, currency, direction = key
        last = [step for step in old[key].steps if step.amount is not None]
        yield Pair(succession, direction, currency, last[-1], new[key].steps[0])


def _points(pair: Pair, context: Context[SuccessorPriceRatioParameters]) -> Iterator[Point]:
    when = pair.first.held.when
    labels = {
        "direction": pair.direction,
        "predecessor": pair.succession.before,
        "by": pair.succession.by,
        "last": amount.text(pair.last.amount or Decimal(0)),
        "first": amount.text(pair.first.amount or Decimal(0)),
        "currency": pair.currency,
    }
    if pair.ratio is None:
        labels["missing"] = "the predecessor was free"
    yield Point(
        subject=pair.succession.after,
        at=when.date if when else "unknown",
        value=None if pair.ratio is None else rounded(pair.ratio),
        unit="ratio",
        labels=labels,
        marks=marks(pair.first.held, context.moment),
        **rests_on(pair.facts),
    )


def _statistics(
    subject: str, pairs: list[Pair], context: Context[SuccessorPriceRatioParameters]
) -> Iterator[Point]:
    for direction in DIRECTIONS:
        members = [pair for pair in pairs if pair.direction == direction]
        ratios = [pair.ratio for pair in members if pair.ratio is not None]
        if not ratios:
            continue
        count = Decimal(len(ratios))
        few = too_few(len(ratios), "pairs")
        dearer = Decimal(sum(ratio > 1 for ratio in ratios))
        cheaper = Decimal(sum(ratio < 1 for ratio in ratios))
        for name, value, unit in (
            ("median", rounded(median(ratios)), "ratio"),
            ("share_dearer", None if few else amount.ratio(dearer, count), "ratio"),
            ("share_cheaper", None if few else amount.ratio(cheaper, count), "ratio"),
            ("pairs", count, "pairs"),
        ):
            missing = {"missing": few} if few and value is None else {}
            yield Point(
                subject=subject,
                at=day_of(context.moment.as_of),
                value=value,
                unit=unit,
                labels={"direction": direction, "statistic": name, **missing},
                **rests_on(held for pair in members for held in pair.facts),
            )


def _subject(pair: Pair) -> str:
    return pair.succession.after
