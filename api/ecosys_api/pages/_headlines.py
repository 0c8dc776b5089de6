"""Headlines: a few figures that say how things stand, each with how it changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ecosys.answers.deprecations import DeprecationRow
from ecosys.answers.metric import metric
from ecosys.moment import Moment
from ecosys.projection import Point
from ecosys.timeline import Timeline
from ecosys.values import instant, words
from ecosys_api.page.figures import Figure, figures_beside
from ecosys_api.page.visit import Visit

A_YEAR = 365
SOON = 90
"""Within how many days what ends is counted."""
Ends = Callable[[Moment], Sequence[DeprecationRow]]
"""Gives all ends, wherever they are."""


def headlines(visit: Visit, ends: Ends) -> list[Figure]:
    """The figures of the first page, those that are known at the moment.

    Where more is known now, what is otherwise by that stands beside.
    """
    then = list(_headlines(visit, visit.moment, ends))
    now = None if visit.now is None else list(_headlines(visit, visit.now, ends))
    return figures_beside(then, now)


def _headlines(visit: Visit, moment: Moment, ends: Ends) -> Iterator[Figure]:
    figures = _Figures(visit, moment)
    yield from figures.prices()
    yield figures.ends(ends(moment))
    yield from figures.notice()
    yield from figures.share()
    yield figures.launches()


@dataclass(frozen=True)
class _Figures:
    """Makes the figures of one moment."""

    visit: Visit
    moment: Moment

    @property
    def timeline(self) -> Timeline:
        """What is asked."""
        return self.visit.timeline

    def prices(self) -> Iterator[Figure]:
        """How the prices of input stand against their first level."""
        points = [each for each in self._points("price_index") if _is(each, direction="input")]
        if not points or points[-1].value is None:
            return
        value, then = points[-1].value, self._day(-A_YEAR)
        earlier = next((each.value for each in reversed(points) if each.at <= then), None)
        yield Figure(
            "prices",
            "price level of input",
            words.number(round(value, 1)),
            f"{words.percent(earlier, value)} in a year" if earlier else "",
            f"{points[0].at[:7]} = 100",
            self._page("/metrics/price_index"),
        )

    def ends(self, ends: Sequence[DeprecationRow]) -> Figure:
        """How many ends come soon, against those that came lately."""
        dates = [row.shutdown for row in ends if row.shutdown is not None]
        first, today, last = self._day(-SOON), self.visit.day, self._day(SOON)
        before = sum(first < date <= today for date in dates)
        return self._counted(
            "ends",
            f"ends within {SOON} days",
            sum(today < date <= last for date in dates),
            before,
            self._page("/deprecations", within=f"{SOON}d"),
        )

    def notice(self) -> Iterator[Figure]:
        """How long ahead the hastiest and the most patient provider tell of an end."""
        medians = [
            each
            for each in self._points("deprecation_notice")
            if _is(each, statistic="median") and each.value is not None
        ]
        if medians:
            shortest, longest = (pick(medians, key=_value) for pick in (min, max))
            yield Figure(
                "notice",
                "notice, median by provider",
                f"{_days(shortest)} to {_days(longest)} d",
                "",
                f"{shortest.subject} the shortest, {longest.subject} the longest",
                self._page("/metrics/deprecation_notice"),
            )

    def share(self) -> Iterator[Figure]:
        """Who has most of the downloads."""
        points = self._points("provider_share")
        if not points or points[0].value is None:
            return
        first = max(points, key=_value)
        then = self.moment.at(self.moment.as_of - A_YEAR * instant.DAY)
        earlier = metric(self.timeline, then, "provider_share", {}).rows
        before = next((each.value for each in earlier if each.subject == first.subject), None)
        yield Figure(
            "share",
            "most downloads in Python",
            f"{first.subject} {_value(first):.1%}",
            "" if before is None else f"{_points_of(_value(first) - before)} in a year",
            f"figures of {first.figure_of or first.at}",
            self._page("/metrics/provider_share"),
        )

    def launches(self) -> Figure:
        """How much was launched lately, against the time before."""
        dates = [each.at for each in self._points("timeline", type="launched")]
        first, middle = self._day(-2 * SOON), self._day(-SOON)
        return self._counted(
            "launches",
            f"launches in {SOON} days",
            sum(middle < date <= self.visit.day for date in dates),
            sum(first < date <= middle for date in dates),
            self._page("/models"),
        )

    def _counted(self, key: str, name: str, count: int, before: int, href: str) -> Figure:
        note = f"{before:,} in the {SOON} days before"
        change = words.percent(Decimal(before), Decimal(count)) if before else ""
        return Figure(key, name, f"{count:,}", change, note, href)

    def _points(self, name: str, **parameters: object) -> Sequence[Point]:
        return metric(self.timeline, self.moment, name, parameters).rows

    def _day(self, days: int) -> str:
        """The day so many days after that of the moment."""
        return instant.day_of(self.moment.as_of + days * instant.DAY)

    def _page(self, path: str, **parameters: object) -> str:
        return self.visit.links.page(path, **parameters)


def _points_of(change: Decimal) -> str:
    """A change of a share, in points of a hundred."""
    return f"{words.MINUS if change < 0 else '+'}{abs(change * 100):.1f} points"


def _is(point: Point, **labels: str) -> bool:
    return labels.items() <= point.labels.items()


def _value(point: Point) -> Decimal:
    return point.value or Decimal(0)


def _days(point: Point) -> str:
    return words.number(round(_value(point)))
