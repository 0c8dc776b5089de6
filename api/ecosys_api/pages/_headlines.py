"""Headlines: a few figures that say how things stand, each with how it was before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ecosys.answers.deprecations import DeprecationRow
from ecosys.answers.metric import metric
from ecosys.projection import Point
from ecosys.values import instant, words
from ecosys_api.page.visit import Visit

A_YEAR = 365
SOON = 90
"""Within how many days what ends is counted."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure with its meaning."""

    name: str
    value: str
    note: str
    href: str


def headlines(visit: Visit, ends: Sequence[DeprecationRow]) -> list[Headline]:
    """The figures of the first page, those that are known at the moment; `ends` are all there."""
    return [
        *_prices(visit),
        _ends(visit, ends),
        *_notice(visit),
        *_share(visit),
        _launches(visit),
    ]


def _prices(visit: Visit) -> Iterator[Headline]:
    points = _points(visit, "price_index")
    last = next((each for each in reversed(points) if _is(each, direction="input")), None)
    if last is None or last.value is None:
        return
    then = _day(visit, -A_YEAR)
    earlier = [each for each in points if _is(each, direction="input") and each.at <= then]
    change = ""
    if earlier and earlier[-1].value:
        change = f"{words.percent(earlier[-1].value, last.value)} in a year; "
    yield Headline(
        "price level of input",
        words.number(round(last.value, 1)),
        f"{change}{points[0].at[:7]} = 100",
        visit.links.page("/metrics/price_index"),
    )


def _ends(visit: Visit, ends: Sequence[DeprecationRow]) -> Headline:
    dates = [row.shutdown for row in ends if row.shutdown is not None]
    first, last = _day(visit, -SOON), _day(visit, SOON)
    return Headline(
        f"ends within {SOON} days",
        f"{sum(visit.day < date <= last for date in dates):,}",
        f"{sum(first < date <= visit.day for date in dates):,} in the {SOON} days before",
        visit.links.page("/deprecations", within=f"{SOON}d"),
    )


def _notice(visit: Visit) -> Iterator[Headline]:
    medians = [
        each
        for each in _points(visit, "deprecation_notice")
        if _is(each, statistic="median") and each.value is not None
    ]
    if medians:
        shortest, longest = (pick(medians, key=_value) for pick in (min, max))
        yield Headline(
            "notice, median by provider",
            f"{_days(shortest)} to {_days(longest)} d",
            f"{shortest.subject} the shortest, {longest.subject} the longest",
            visit.links.page("/metrics/deprecation_notice"),
        )


def _share(visit: Visit) -> Iterator[Headline]:
    points = _points(visit, "provider_share")
    if points and points[0].value is not None:
        first = max(points, key=_value)
        then = visit.moment.at(visit.moment.as_of - A_YEAR * instant.DAY)
        earlier = metric(visit.timeline, then, "provider_share", {}).rows
        before = next((each.value for each in earlier if each.subject == first.subject), None)
        note = f"{before:.1%} a year before" if before is not None else "of Python downloads"
        yield Headline(
            f"{first.subject}’s share of downloads",
            f"{first.value:.1%}",
            f"{note}; figures of {first.figure_of or first.at}",
            visit.links.page("/metrics/provider_share"),
        )


def _launches(visit: Visit) -> Headline:
    dates = [each.at for each in _points(visit, "timeline", type="launched")]
    first, middle = _day(visit, -2 * SOON), _day(visit, -SOON)
    return Headline(
        f"launches in {SOON} days",
        f"{sum(middle < date <= visit.day for date in dates):,}",
        f"{sum(first < date <= middle for date in dates):,} in the {SOON} days before",
        visit.links.page("/models"),
    )


def _points(visit: Visit, name: str, **parameters: object) -> Sequence[Point]:
    return metric(visit.timeline, visit.moment, name, parameters).rows


def _day(visit: Visit, days: int) -> str:
    """The day so many days after that of the moment."""
    return instant.day_of(visit.moment.as_of + days * instant.DAY)


def _is(point: Point, **labels: str) -> bool:
    return labels.items() <= point.labels.items()


def _value(point: Point) -> Decimal:
    return point.value or Decimal(0)


def _days(point: Point) -> str:
    return words.number(round(_value(point)))
