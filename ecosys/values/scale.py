"""Scale: where values and dates stand in a picture, and which of them are named at its edges."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil, floor, log10

from ecosys.values import instant

MAX_SPREAD = 30
"""How many times the smallest value the largest one may be before steps are drawn as ratios."""
STEPS = (1, 2, 5, 10)
"""By what a scale counts: these times a power of ten."""
MARGIN = 0.025
"""The part of a scale that is left free at each of its ends."""
MONTHS = (1, 3, 6, 12, 24, 60)
"""How many months may lie between two dates that are named."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place at the edge of a picture, and what stands there."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Time:
    """Dates along the width of a picture.

    >>> from ecosys.values.instant import parse
    >>> time = Time(parse("2025-01-01T00:00Z"), parse("2026-01-01T00:00Z"), 0, 365)
    >>> time.x(parse("2025-02-01T00:00Z"))
    31.0
    >>> [tick.text for tick in time.ticks(5)]
    ['2025', 'Apr', 'Jul', 'Oct', '2026']
    """

    start: int
    end: int
    left: float
    right: float
    digits: int = 1
    """How exactly places are told."""

    def x(self, at: int) -> float:
        """Where an instant stands; what lies outside stands at the edge."""
        part = (min(max(at, self.start), self.end) - self.start) / max(self.end - self.start, 1)
        return round(self.left + part * (self.right - self.left), self.digits)

    def ticks(self, count: int) -> list[Tick]:
        """About so many dates, the first of months or years."""
        first, last = instant.to_datetime(self.start), instant.to_datetime(self.end)
        months = (last.year - first.year) * 12 + last.month - first.month
        step = next((each for each in MONTHS if months / each <= count), MONTHS[-1])
        begin = first.year * 12 + (first.month - 1 if step < 12 else 0)
        begin = ceil(begin / step) * step
        dates = (_month(at) for at in range(begin, last.year * 12 + last.month, step))
        return [Tick(self.x(at), _name(at)) for at in dates if self.start <= at <= self.end]


def _month(count: int) -> int:
    """The first instant of a month, counted from the year 0."""
    return instant.from_datetime(datetime(count // 12, count % 12 + 1, 1, tzinfo=UTC))


def _name(at: int) -> str:
    date = instant.to_datetime(at)
    return str(date.year) if date.month == 1 else date.strftime("%b")


@dataclass(frozen=True, slots=True)
class Amounts:
    """Values along the height of a picture: evenly, or by ratio where they differ much.

    >>> even = Amounts.of([2, 10, 40], top=0, bottom=100)
    >>> even.y(0), even.y(40), even.values()
    (100.0, 0.0, [0.0, 10.0, 20.0, 30.0, 40.0])
    >>> ratio = Amounts.of([0.1, 100], top=0, bottom=90)
    >>> ratio.y(0.1), ratio.y(1), ratio.y(100), ratio.values()
    (90.0, 60.0, 0.0, [0.1, 1.0, 10.0, 100.0])
    """

    low: float
    high: float
    is_ratio: bool
    top: float
    bottom: float

    @classmethod
    def of(cls, values: Sequence[float], top: float, bottom: float) -> "Amounts":
        """The scale on which some values, none of them negative, all stand."""
        highest = max(values, default=1) or 1
        lowest = min((each for each in values if each > 0), default=highest)
        if highest / lowest > MAX_SPREAD:
            low, high = 10.0 ** floor(log10(lowest)), 10.0 ** ceil(log10(highest))
            return cls(low, high, True, top, bottom)
        step = _step(highest)
        return cls(0, ceil(round(highest / step, 6)) * step, False, top, bottom)

    def y(self, value: float) -> float:
        """Where a value stands; zero stands at the bottom of ratios."""
        if self.is_ratio:
            value = log10(max(value, self.low) / self.low) / log10(self.high / self.low)
        else:
            value = (value - self.low) / (self.high - self.low)
        return round(self.bottom - value * (self.bottom - self.top), 1)

    def values(self) -> list[float]:
        """The values that are named."""
        if self.is_ratio:
            powers = range(round(log10(self.low)), round(log10(self.high)) + 1)
            return [10.0**power for power in powers]
        step = _step(self.high)
        return [step * count for count in range(round(self.high / step) + 1)]

    def with_margin(self) -> "Amounts":
        """The same with a little room above and below, so that no mark is cut."""
        if self.is_ratio:
            room = (self.high / self.low) ** MARGIN
            low, high = self.low / room, self.high * room
        else:
            room = (self.high - self.low) * MARGIN
            low, high = self.low - room, self.high + room
        return Amounts(low, high, self.is_ratio, self.top, self.bottom)


def _step(highest: float) -> float:
    """Between which values of a scale up to a highest one there are four or five steps."""
    power = 10.0 ** floor(log10(highest / 4))
    sizes = [each * power for each in STEPS]
    return sizes[min(bisect_left(sizes, highest / 4 * 0.999), len(sizes) - 1)]


def short(value: float) -> str:
    """A value as it stands at an edge.

    >>> short(0.25), short(1500), short(2_000_000), short(3.0)
    ('0.25', '1,500', '2M', '3')
    """
    for size, name in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if value >= size:
            value, unit = value / (1e3 if name == "k" else size), name
            break
    else:
        unit = ""
    return f"{value:,.6g}{unit}" if value < 1000 else f"{value:,.0f}{unit}"
