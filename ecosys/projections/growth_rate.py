"""growth_rate: how much a figure grew per year, and whose grew fastest."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import pairwise, product
from typing import Annotated

from pydantic import Field

from ecosys.domain.figures import FigureSeries, Measured, compared, figure_series
from ecosys.event.subject import within
from ecosys.events.observed import Observed
from ecosys.moment import Held
from ecosys.projection import Context, Coverage, Figure, Parameters, Point, projection, rests_on
from ecosys.projection.groups import too_few
from ecosys.values.instant import DAY
from ecosys.values.span import YEAR, Span, between, dated
from ecosys.values.when import When

LEVELS = ("stock", "flow")
"""Kinds of figures that grow; a share, score or ratio does not grow at a rate."""
_PLACES = Decimal("0.0001")
_DIGITS = 40


class GrowthRateParameters(Parameters):
    """What grows."""

    metric: str = "developers"
    """The metric whose figures are compared: `developers`, `users_weekly`, `github_stars`."""
    since: When | None = None
    """Only figures from this date on, so that all are compared over the same years."""
    shortest: Annotated[int, Field(ge=1)] = 90
    """The fewest days between two figures: a rate over a few days says nothing of a year."""


@dataclass(frozen=True, slots=True)
class Rate:
    """The growth from one figure to another."""

    series: FigureSeries
    first: Measured
    last: Measured
    low: Decimal
    high: Decimal


def _reads(held: Held, chosen: GrowthRateParameters) -> bool:
    event = held.of(Observed)
    return event is not None and event.metric == chosen.metric


@projection(
    takes=["observed"],
    unit="ratio per year",
    version=1,
    per="all",
    parameters=GrowthRateParameters,
    reads=_reads,
)
def growth_rate(
    events: Sequence[Held], context: Context[GrowthRateParameters]
) -> Iterator[Point | Coverage]:
    """By which part a figure grew per year between two dates, and its rank among comparable ones.

    Rate = (later figure / earlier figure) ^ (365.25 / days between) - 1: 0.5 is half as much again
    each year. Only figures of the same metric, subject, population, unit and period are set against
    each other; never shares or scores. The points of each subject are the whole span, from the
    first to the latest figure, each step between neighbours, and the rank of the whole span, 1 the
    fastest, among subjects that count alike; below three there is none. Ranges and coarse dates
    give a range of rates and ranks; "more than" on either figure is told by the comparator, which
    no rank can see. Subjects measured over different spans rank all the same: `since` makes them
    alike. Definition: the compound annual growth rate (CAGR) of finance.
    """
    chosen = context.parameters
    whole: dict[tuple[str, ...], list[Rate]] = defaultdict(list)
    single: list[str] = []
    for series in figure_series(context.view(events), chosen.metric):
        figures = [each for each in series.figures if _counts(each, chosen)]
        rate = _rate(series, figures[0], figures[-1], chosen) if len(figures) > 1 else None
        if rate is None:
            single.append(series.subject)
            continue
        whole[series.alike].append(rate)
        if within(series.subject, chosen.subject):
            yield _point(rate, "whole", context)
            yield from _steps(series, figures, context)
    for rates in whole.values():
        yield from _ranked(rates, context)
    yield _coverage([rate for rates in whole.values() for rate in rates], single, whole, context)


def _counts(each: Measured, chosen: GrowthRateParameters) -> bool:
    date = each.event.occurred
    level = each.event.kind in LEVELS and each.low > 0
    return level and not date.bound and (chosen.since is None or date.start >= chosen.since.start)


def _steps(
    series: FigureSeries, figures: Sequence[Measured], context: Context[GrowthRateParameters]
) -> Iterator[Point]:
    for first, last in pairwise(figures) if len(figures) > 2 else ():
        if (rate := _rate(series, first, last, context.parameters)) is not None:
            yield _point(rate, "step", context)


def _rate(
    series: FigureSeries, first: Measured, last: Measured, chosen: GrowthRateParameters
) -> Rate | None:
    days = between(dated(first.event.occurred), dated(last.event.occurred))
    if days.low is None or days.high is None or days.low < chosen.shortest:
        return None
    ratios = ((last.low, first.high), (last.high, first.low))
    rates = [_annual(*ratio, each) for ratio, each in product(ratios, (days.low, days.high))]
    return Rate(series, first, last, min(rates), max(rates))


def _annual(later: Decimal, earlier: Decimal, days: int) -> Decimal:
    with localcontext(prec=_DIGITS):
        grown = (later / earlier) ** (YEAR / days)
        return (grown - 1).quantize(_PLACES, rounding="ROUND_HALF_UP")


def _point(rate: Rate, span: str, context: Context[GrowthRateParameters]) -> Point:
    return Point(
        subject=rate.series.subject,
        at=rate.last.at,
        value=rate.low,
        high=None if rate.high == rate.low else rate.high,
        comparator=compared(rate.first, rate.last),
        unit="ratio per year",
        **rests_on((rate.first.held, rate.last.held)),
        labels={"statistic": "growth", "span": span, **_labels(rate, context)},
    )


def _labels(rate: Rate, context: Context[GrowthRateParameters]) -> dict[str, str]:
    labels = {
        "metric": context.parameters.metric,
        "from": rate.first.at,
        "first": rate.first.describe(),
        "last": rate.last.describe(),
        "unit": rate.series.unit,
        "population": rate.series.population,
    }
    return {name: text for name, text in labels.items() if text}


def _ranked(rates: Sequence[Rate], context: Context[GrowthRateParameters]) -> Iterator[Point]:
    if too_few(len(rates), "subjects"):
        return
    for rate in rates:
        others = [other for other in rates if other is not rate]
        place = Span(
            1 + sum(other.low > rate.high for other in others),
            1 + sum(other.high > rate.low for other in others),
        )
        if within(rate.series.subject, context.parameters.subject):
            yield Point(
                subject=rate.series.subject,
                at=rate.last.at,
                value=place.value,
                high=place.upto,
                unit="rank",
                **rests_on(held for each in rates for held in (each.first.held, each.last.held)),
                labels={"statistic": "rank", "of": str(len(rates)), **_labels(rate, context)},
            )


def _coverage(
    rates: Sequence[Rate],
    single: Sequence[str],
    whole: dict[tuple[str, ...], list[Rate]],
    context: Context[GrowthRateParameters],
) -> Coverage:
    most = max((len(each) for each in whole.values()), default=0)
    return Coverage(
        definition=f"subjects with figures of {context.parameters.metric} at two dates or more, "
        "that count alike; providers count in their own ways",
        included=tuple(_figure(rate, context) for rate in rates),
        missing=tuple(dict.fromkeys(single)),
        reason=too_few(most, "comparable subjects with two figures"),
    )


def _figure(rate: Rate, context: Context[GrowthRateParameters]) -> Figure:
    age = (context.moment.as_of - rate.last.event.occurred.start) // DAY
    return Figure(rate.series.subject, rate.last.at, rate.last.low, age)
