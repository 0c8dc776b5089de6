"""output_input_ratio: how many times the input price output costs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from statistics import median

from ecosys.domain.price_history import is_base, reads, shutdowns
from ecosys.domain.prices import Price, in_force
from ecosys.moment import Held, View
from ecosys.projection import Context, Coverage, Parameters, Point, point_of, projection, rests_on
from ecosys.projection.groups import by_group, rounded, too_few
from ecosys.values import amount
from ecosys.values.instant import day_of


class OutputInputRatioParameters(Parameters):
    """Which models to compare."""

    ended: bool = False
    """Whether models that no longer answer count too, at their last price."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two prices of one model, in one region and currency."""

    subject: str
    input: Price
    output: Price

    @property
    def ratio(self) -> Decimal | None:
        """Output divided by input; None where input is free."""
        before, after = _amount(self.input), _amount(self.output)
        return after / before if before else None

    @property
    def dearer(self) -> bool:
        """Whether output costs more than input."""
        return _amount(self.output) > _amount(self.input)

    @property
    def facts(self) -> tuple[Held, Held]:
        """What it rests on."""
        return (self.input.held, self.output.held)


def _reads(held: Held, _: OutputInputRatioParameters) -> bool:
    return reads(held)


@projection(
    takes=["price_changed", "deprecated"],
    unit="ratio",
    version=1,
    parameters=OutputInputRatioParameters,
    reads=_reads,
)
def output_input_ratio(
    events: Sequence[Held], context: Context[OutputInputRatioParameters]
) -> Iterator[Point | Coverage]:
    """How many times as much output costs as input, by model, at the moment.

    Ratio = list price of output divided by that of input, per million tokens of text at standard
    tier in the band of short requests, in force at `as_of` at the provider's own channel; at the
    day on which the younger of the two prices came into force. 1: one price for both. None: input
    is free. For each provider and all together: the median of the ratios, the share of models
    whose output costs more (not known below three models), and how many models were counted.
    Models that have stopped answering are left out (ended=true keeps them, at their last price),
    as are those with a price in one direction only. Definition: ours, because most lists name the
    two prices and leave the comparison to the reader.
    """
    parts = context.view(events).parts
    sold = parts.each(_sold, context.parameters)
    pairs = [pair for each in sold for pair, _ in each.pairs]
    for subject, members in by_group(pairs, _subject, context.parameters.subject).items():
        points = partial(_statistics, subject, members, context)
        yield from parts.once(subject, members, points)
    for each in sold:
        yield from (point for _, point in each.pairs)
    yield Coverage(
        definition="models with a list price of input and of output in force, per million tokens "
        "of text at standard tier" + ("" if context.parameters.ended else ", that still answer"),
        missing=tuple(subject for each in sold for subject in each.single),
        reason=too_few(len(pairs), "models with both prices"),
    )


@dataclass(frozen=True, slots=True)
class Sold:
    """What subjects are sold for."""

    pairs: tuple[tuple[Pair, Point], ...]
    """Both prices of a region and currency, each pair with its point."""
    single: tuple[str, ...]
    """Subjects with one of them only."""


def _sold(view: View, chosen: OutputInputRatioParameters) -> Sold:
    """What subjects are sold for."""
    ends = {} if chosen.ended else shutdowns(view)
    context = Context(view.moment, chosen)
    lists: dict[tuple[str, str, str], dict[str, Price]] = defaultdict(dict)
    for price in in_force(view):
        (subject, _, region, currency), line = price.place, price.component
        if subject not in ends and is_base(line) and line.per_million is not None:
            lists[subject, region or "", currency][line.direction] = price
    both = [
        Pair(key[0], prices["input"], prices["output"])
        for key, prices in sorted(lists.items())
        if len(prices) == 2
    ]
    single = sorted({key[0] for key, prices in lists.items() if len(prices) == 1})
    return Sold(tuple((pair, _point(pair, context)) for pair in both), tuple(single))


def _point(pair: Pair, context: Context[OutputInputRatioParameters]) -> Point:
    younger = max(pair.input, pair.output, key=lambda price: price.statement.start)
    labels = {
        "input": amount.text(_amount(pair.input)),
        "output": amount.text(_amount(pair.output)),
        "currency": younger.currency,
    }
    if younger.region:
        labels["region"] = younger.region
    if pair.ratio is None:
        labels["missing"] = "input is free"
    value = None if pair.ratio is None else rounded(pair.ratio)
    return point_of(
        younger.statement, context, value=value, unit="ratio", labels=labels, **rests_on(pair.facts)
    )


def _statistics(
    subject: str, pairs: list[Pair], context: Context[OutputInputRatioParameters]
) -> Iterator[Point]:
    ratios = [pair.ratio for pair in pairs if pair.ratio is not None]
    dearer = Decimal(sum(pair.dearer for pair in pairs))
    few = too_few(len(pairs), "models")
    share = None if few else amount.ratio(dearer, Decimal(len(pairs)))
    for name, value, unit in (
        ("median", rounded(median(ratios)) if ratios else None, "ratio"),
        ("share_dearer", share, "ratio"),
        ("models", Decimal(len(pairs)), "models"),
    ):
        labels = {"statistic": name}
        if few and name == "share_dearer":
            labels["missing"] = few
        yield Point(
            subject=subject,
            at=day_of(context.moment.as_of),
            value=value,
            unit=unit,
            labels=labels,
            **rests_on(held for pair in pairs for held in pair.facts),
        )


def _subject(pair: Pair) -> str:
    return pair.subject


def _amount(price: Price) -> Decimal:
    return price.component.per_million or Decimal(0)
