"""Headlines: a few figures that say how things stand, each with how it was before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ecosys.answers.deprecations import deprecations
from ecosys.answers.metric import metric
from ecosys.moment import Moment
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


def headlines(visit: Visit) -> list[Headline]:
    """The figures of the first page, those that are known at the moment."""
    every = (_prices, _ends, _notice, _share, _launches)
    return [headline for each in every for headline in each(visit)]


def _prices(visit: Visit) -> Iterator[Headline]:
    points = _points(visit, "price_index")
    last = next((each for each in reversed(points) if _is(each, direction="input")), None)
    if last is None or last.value is None:
        return
    then = instant.day_of(visit.moment.as_of - A_YEAR * instant.DAY)
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


def _ends(visit: Visit) -> Iterator[Headline]:
    count, before = (
        len(deprecations(visit.timeline, moment, channel="all", within_days=SOON).rows)
        for moment in (visit.moment, _earlier(visit, SOON))
    )
    yield Headline(
        f"ends within {SOON} days",
        f"{count:,}",
        f"{before:,} were ahead {SOON} days before",
        visit.links.page("/deprecations", within=f"{SOON}d", channel="all"),
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
        earlier = metric(visit.timeline, _earlier(visit, A_YEAR), "provider_share", {}).rows
        before = next((each.value for each in earlier if each.subject == first.subject), None)
        note = f"{before:.1%} a year before" if before is not None else "of Python downloads"
        yield Headline(
            f"{first.subject}’s share of downloads",
            f"{first.value:.1%}",
            f"{note}; figures of {first.figure_of or first.at}",
            visit.links.page("/metrics/provider_share"),
        )


def _launches(visit: Visit) -> Iterator[Headline]:
    dates = [each.at for each in _points(visit, "timeline", type="launched")]
    days = [instant.day_of(visit.moment.as_of - back * instant.DAY) for back in (SOON, 2 * SOON)]
    now = sum(days[0] < date <= visit.day for date in dates)
    before = sum(days[1] < date <= days[0] for date in dates)
    yield Headline(
        f"launches in {SOON} days",
        f"{now:,}",
        f"{before:,} in the {SOON} days before",
        visit.links.page("/models"),
    )


def _points(visit: Visit, name: str, **parameters: object) -> Sequence[Point]:
    return metric(visit.timeline, visit.moment, name, parameters).rows


def _earlier(visit: Visit, days: int) -> Moment:
    """The same knowledge asked about some days before."""
    return visit.moment.at(visit.moment.as_of - days * instant.DAY)


def _is(point: Point, **labels: str) -> bool:
    return labels.items() <= point.labels.items()


def _value(point: Point) -> Decimal:
    return point.value or Decimal(0)


def _days(point: Point) -> str:
    return words.number(round(_value(point)))
