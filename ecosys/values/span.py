"""Spans: how many days lie between two dates, as exactly as both are known."""

from dataclasses import dataclass
from decimal import Decimal

from ecosys.values import amount
from ecosys.values.instant import DAY
from ecosys.values.when import When

YEAR = Decimal("365.25")
"""Days in a year."""


@dataclass(frozen=True, slots=True)
class Span:
    """A number of days: at least `low`, at most `high`; None where nothing bounds it.

    >>> month = Span(28, 31)
    >>> month.value, month.upto, month.comparator
    (Decimal('28'), Decimal('31'), None)
    >>> at_least = Span(30, None)
    >>> at_least.value, at_least.upto, at_least.comparator
    (Decimal('30'), None, '>=')
    """

    low: int | None
    high: int | None

    @property
    def value(self) -> Decimal | None:
        """The number; the lower end of a range; the only bound; None: not known."""
        known = self.high if self.low is None else self.low
        return None if known is None else Decimal(known)

    @property
    def upto(self) -> Decimal | None:
        """The upper end, of a range only."""
        if self.low is None or self.high is None or self.low == self.high:
            return None
        return Decimal(self.high)

    @property
    def comparator(self) -> str | None:
        """How the value is meant, where only one end is known."""
        if (self.low is None) == (self.high is None):
            return None
        return "<=" if self.low is None else ">="

    def years(self) -> str:
        """The same in years, to a tenth.

        >>> Span(731, 731).years(), Span(365, 731).years(), Span(None, 365).years()
        ('2', '1..2', '<= 1')
        """
        if self.value is None:
            return "unknown"
        first = amount.text(amount.ratio(self.value, YEAR, 1))
        last = first if self.upto is None else amount.text(amount.ratio(self.upto, YEAR, 1))
        if last != first:
            return f"{first}..{last}"
        return f"{self.comparator} {first}" if self.comparator else first


def between(earlier: Span, later: Span) -> Span:
    """The days from one date to another; less than nothing where the other came first.

    From some day in June to July 10th it is 10 to 39 days.

    >>> between(dated(When.read("2025-06")), dated(When.read("2025-07-10")))
    Span(low=10, high=39)
    """
    return Span(_minus(later.low, earlier.high), _minus(later.high, earlier.low))


def dated(date: When) -> Span:
    """The first and the last day that a date may mean, counted from 1970.

    >>> dated(When.read("1970-02")), dated(When.read("not before 1970-01-03"))
    (Span(low=31, high=58), Span(low=2, high=None))
    """
    last = None if date.unknown or date.soft else (date.end - 1) // DAY
    return Span(_first_day(date), last)


def _first_day(date: When) -> int | None:
    if date.unknown:
        return None
    if date.bound != "not_after":
        return date.start // DAY
    return date.earliest.start // DAY if date.earliest else None


def _minus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other
