"""lagged_correlation: how closely one monthly series follows another, some months later."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import StatisticsError, correlation
from typing import Annotated, Literal

from pydantic import Field

from ecosys.domain.figures import FigureSeries, Measured, figure_series
from ecosys.event import Subject
from ecosys.event.subject import provider_of, within
from ecosys.events.observed import Observed
from ecosys.moment import Held
from ecosys.projection import Context, Coverage, Parameters, Point, projection, rests_on
from ecosys.projection.groups import too_few
from ecosys.values.instant import to_datetime

MIN_PAIRS = 12
"""Below twelve pairs a correlation says nothing: the pairs are shown instead."""
TO_THE_MONTH = ("instant", "day", "month")
_PLACES = Decimal("0.0001")


class LaggedCorrelationParameters(Parameters):
    """Which series are paired."""

    leading: str = "users_weekly"
    """The metric that is thought to lead."""
    following: str = "developers"
    """The metric that is thought to follow."""
    leading_subject: Subject | None = None
    """Whose leading series; left out: each of the same provider as the following."""
    compared: Literal["changes", "levels"] = "changes"
    """changes: from month to month; levels: two series that both grow always seem to agree."""
    most: Annotated[int, Field(ge=0, le=24)] = 6
    """The longest lag, in months."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a month, with what it rests on."""

    value: Decimal
    figures: tuple[Measured, ...]


Months = Mapping[int, Value]
"""Values by month, counted from year 0."""


def _reads(held: Held, chosen: LaggedCorrelationParameters) -> bool:
    event = held.of(Observed)
    return event is not None and event.metric in (chosen.leading, chosen.following)


@projection(
    takes=["observed"],
    unit="correlation",
    version=1,
    per="all",
    parameters=LaggedCorrelationParameters,
    reads=_reads,
)
def lagged_correlation(
    events: Sequence[Held], context: Context[LaggedCorrelationParameters]
) -> Iterator[Point | Coverage]:
    """How closely one monthly series follows another, some months later, from -1 to 1.

    Pairs the leading metric of a month with the following metric `lag` months later, each month
    with its last figure, and gives Pearson's correlation for each lag from none to `most`. By
    default changes from month to month are paired: levels that both grow agree whatever they are.
    Below 12 pairs none is given: then the pairs themselves are points, as levels, with the
    following figure as value. A month without a figure makes no pair. Of ranges the lower end is
    taken, of bounds the bound. Even a high correlation is no cause. Definition: the lagged
    cross-correlation of time series; the floor of 12 pairs is ours.
    """
    chosen = context.parameters
    view = context.view(events)
    few: list[str] = []
    most = 0
    leaders = figure_series(view, chosen.leading)
    for following in figure_series(view, chosen.following):
        if not within(following.subject, chosen.subject):
            continue
        for leading in leaders:
            if _led(leading, following, chosen):
                pairs = _most_pairs(leading, following, chosen)
                most = max(most, pairs)
                if pairs < MIN_PAIRS:
                    few.append(f"{leading.subject} to {following.subject}: {pairs} pairs")
                yield from _lags(leading, following, context)
    reason = too_few(most, f"pairs of {chosen.compared}", MIN_PAIRS)
    definition = f"months with a figure of {chosen.leading} and, later, of {chosen.following}"
    yield Coverage(definition, missing=tuple(few), reason=reason)


def _led(
    leading: FigureSeries, following: FigureSeries, chosen: LaggedCorrelationParameters
) -> bool:
    if chosen.leading_subject is not None:
        return within(leading.subject, chosen.leading_subject)
    other = (leading.subject, chosen.leading) != (following.subject, chosen.following)
    return other and provider_of(leading.subject) == provider_of(following.subject)


def _most_pairs(
    leading: FigureSeries, following: FigureSeries, chosen: LaggedCorrelationParameters
) -> int:
    one, other = _compared(leading, chosen), _compared(following, chosen)
    return max(len(_pairs(one, other, lag)) for lag in range(chosen.most + 1))


def _lags(
    leading: FigureSeries, following: FigureSeries, context: Context[LaggedCorrelationParameters]
) -> Iterator[Point]:
    for lag in range(context.parameters.most + 1):
        one, other = (
            _compared(leading, context.parameters),
            _compared(following, context.parameters),
        )
        pairs = _pairs(one, other, lag)
        labels = _labels(leading, context) | {"lag": str(lag)}
        if len(pairs) >= MIN_PAIRS:
            yield _correlated(following, pairs, labels | {"compared": context.parameters.compared})
        else:
            for pair in _pairs(_levels(leading), _levels(following), lag):
                yield _pair(following, *pair, labels | {"compared": "levels"})


def _labels(leading: FigureSeries, context: Context[LaggedCorrelationParameters]) -> dict[str, str]:
    chosen = context.parameters
    return {"leading": chosen.leading, "of": leading.subject, "following": chosen.following}


def _compared(series: FigureSeries, chosen: LaggedCorrelationParameters) -> Months:
    levels = _levels(series)
    if chosen.compared == "levels":
        return levels
    return {
        month: Value(now.value - before.value, (*before.figures, *now.figures))
        for (earlier, before), (month, now) in pairwise(sorted(levels.items()))
        if month == earlier + 1
    }


def _levels(series: FigureSeries) -> dict[int, Value]:
    """The last figure of each month that has one."""
    levels: dict[int, Value] = {}
    for each in series.figures:
        date = each.event.occurred
        if not date.bound and date.precision in TO_THE_MONTH:
            day = to_datetime(date.start)
            levels[day.year * 12 + day.month] = Value(each.low, (each,))
    return levels


def _pairs(leading: Months, following: Months, lag: int) -> list[tuple[Value, Value]]:
    return [
        (leading[month], following[month + lag])
        for month in sorted(leading)
        if month + lag in following
    ]


def _correlated(
    following: FigureSeries, pairs: Sequence[tuple[Value, Value]], labels: Mapping[str, str]
) -> Point:
    figures = {each.held.id: each for pair in pairs for value in pair for each in value.figures}
    return Point(
        subject=following.subject,
        at=pairs[-1][1].figures[-1].at,
        value=_correlation(pairs),
        unit="correlation",
        **rests_on(each.held for each in figures.values()),
        labels={**labels, "statistic": "correlation", "pairs": str(len(pairs))},
    )


def _correlation(pairs: Sequence[tuple[Value, Value]]) -> Decimal | None:
    """Pearson's coefficient; None where one of the series does not move."""
    leading = [float(one.value) for one, _ in pairs]
    following = [float(other.value) for _, other in pairs]
    try:
        return Decimal(str(correlation(leading, following))).quantize(_PLACES)
    except StatisticsError:
        return None


def _pair(following: FigureSeries, one: Value, other: Value, labels: Mapping[str, str]) -> Point:
    (led,), (each,) = one.figures, other.figures
    comparator = each.event.comparator
    return Point(
        subject=following.subject,
        at=each.at,
        value=each.low,
        high=each.event.high,
        comparator=None if comparator == "=" else comparator,
        unit=following.unit,
        **rests_on((led.held, each.held)),
        labels={
            **labels,
            "statistic": "pair",
            "leading_at": led.at,
            "leading_figure": led.describe(),
            "leading_unit": led.event.unit,
        },
    )
