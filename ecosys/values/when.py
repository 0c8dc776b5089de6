"""When something is so: an interval of time, as exact as its source says and no more."""

import re
from calendar import isleap, month_name, monthrange
from datetime import date
from typing import Any, ClassVar, Literal

from ecosys.errors import InvalidInput
from ecosys.values import instant
from ecosys.values.memory import memoised
from ecosys.values.schema import TextValue

Precision = Literal["instant", "day", "month", "quarter", "year", "unknown"]
Bound = Literal["not_before", "not_after"]

FORMS = (
    "2025-06-10, 2025-06, 2025-Q2, 2025, 2025-02-08T16:00Z, 'not before 2026-05-14', "
    "'not after 2025-08-26', '2025-07-01..2025-08-01' or 'unknown'"
)
_YEARS = range(1900, 2200)
_DATE = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|Q([1-4])))?", re.ASCII)
_BOUND = re.compile(r"(not before|not after) (\S+)")
_BETWEEN = re.compile(r"(\S+?)\.\.(\S+)")
_DAY = r"\d{4}(-(\d{2}(-\d{2}(T\S+)?)?|Q[1-4]))?"
"""A date without a bound, as JSON Schema describes it."""


class When(TextValue):
    """A date as it is written, and the interval `[start, end)` of instants that it means.

    `bound` is `not_before` for an earliest possible date and `not_after` for a day on which
    something was seen to be so already; `a..b` is the latter, bounded below by `a`.

    >>> june = parse("2025-06")
    >>> june, june.precision, june.bound
    ('2025-06', 'month', None)
    >>> instant.day_of(june.start), instant.day_of(june.end)
    ('2025-06-01', '2025-07-01')

    A date is text, and is compared as text; its instants tell which is earlier.

    >>> june == "2025-06", parse("2025-Q2").start < june.start
    (True, True)
    """

    json_schema: ClassVar = {
        "type": "string",
        "pattern": rf"^(unknown|(not before |not after )?{_DAY}|{_DAY}\.\.{_DAY})$",
        "examples": ["2025-06-10", "2025-06", "not before 2026-05-14", "unknown"],
    }

    start: int
    end: int
    precision: Precision
    bound: Bound | None
    plain: bool
    """A day or an instant, without a bound: as nearly all dates are."""

    def __new__(
        cls, text: str, start: int, end: int, precision: Precision, bound: Bound | None = None
    ) -> "When":
        when = super().__new__(cls, text)
        when.start, when.end, when.precision, when.bound = start, end, precision, bound
        when.plain = bound is None and precision in ("day", "instant")
        return when

    def __reduce__(self) -> tuple[Any, ...]:
        return read, (str(self),)  # copies and pickles are read anew

    @property
    def holds_from(self) -> int | None:
        """The first instant at which it counts as so; None for what is only "not before".

        >>> instant.day_of(parse("2025-06").holds_from)
        '2025-06-01'
        >>> instant.day_of(parse("not after 2023").holds_from)
        '2023-12-31'
        >>> parse("not before 2026-05-14").holds_from is None
        True
        """
        if self.bound == "not_before":
            return None
        if self.bound == "not_after" and self.precision not in ("day", "instant"):
            return self.end - 1  # "seen in 2023" is sure only when 2023 is over
        return self.start

    @property
    def unknown(self) -> bool:
        """Whether nothing is known but that it was so when it was first stated."""
        return self.precision == "unknown"

    @property
    def soft(self) -> bool:
        """Whether it is an earliest possible date, not a promise."""
        return self.bound == "not_before"

    @property
    def earliest(self) -> "When | None":
        """The first of two dates between which it lies; None where it is not given like that.

        >>> parse("2025-07-01..2025-08-26").earliest
        '2025-07-01'
        """
        early, of_two, _ = self.partition("..")
        return parse(early) if of_two else None

    @property
    def date(self) -> str:
        """The date without its bound; of two dates the second.

        >>> parse("not before 2026-05-14").date, parse("2025-07-01..2025-08-26").date
        ('2026-05-14', '2025-08-26')
        """
        return self.split(" ")[-1].rsplit("..", 1)[-1]

    def approximate(self, as_of: int) -> bool:
        """Whether an instant lies inside its interval, which is coarser than a day.

        >>> parse("2025-06").approximate(instant.parse("2025-06-15T12:00Z"))
        True
        >>> parse("2025-06-15").approximate(instant.parse("2025-06-15T12:00Z"))
        False
        """
        return (
            self.precision not in ("instant", "day", "unknown") and self.start <= as_of < self.end
        )

    @classmethod
    def read(cls, value: object) -> "When":
        """The date that a value means; only text and dates that were read before mean one.

        >>> When.read("2025-06-10").precision
        'day'
        >>> When.read(2025)
        Traceback (most recent call last):
        ecosys.errors.InvalidInput: 2025 is not a date. Write 2025-06-10, 2025-06, ...
        """
        if type(value) is str:
            return parse(value)
        if isinstance(value, When):
            return value
        raise InvalidInput(f"{value!r} is not a date.", hint=f"Write {FORMS}.")


UNKNOWN = When("unknown", instant.BEFORE_ALL, instant.BEFORE_ALL, "unknown")
"""Already so when it was first stated; sorts before every date."""
read = When.read
"""The date that a value means: `When.read`."""


@memoised(600)
def parse(text: str) -> When:
    """Read a date as people write it; InvalidInput says what was given and what is allowed.

    >>> parse("2025-02-08T17:00+01:00")
    '2025-02-08T16:00:00Z'
    >>> parse("not before 2026-05-14").soft, parse("unknown").unknown
    (True, True)
    >>> parse("2025-02-29")
    Traceback (most recent call last):
    ecosys.errors.InvalidInput: '2025-02-29' is not a date: February 2025 has 28 days ...
    """
    if text == "unknown":
        return UNKNOWN
    if bounded := _BOUND.fullmatch(text):
        base = _interval(bounded[2], text)
        bound: Bound = "not_before" if bounded[1] == "not before" else "not_after"
        return When(f"{bounded[1]} {base}", base.start, base.end, base.precision, bound)
    if between := _BETWEEN.fullmatch(text):
        early, late = _interval(between[1], text), _interval(between[2], text)
        if early.start >= late.end:
            raise InvalidInput(f"{text!r} ends before it begins.")
        return When(f"{early}..{late}", late.start, late.end, late.precision, "not_after")
    return _interval(text, text)


def from_instant(value: int) -> When:
    """The exact instant as a `When`; a midnight is given as its day.

    >>> from_instant(0), from_instant(90 * instant.SECOND)
    ('1970-01-01', '1970-01-01T00:01:30Z')
    """
    if value % instant.DAY == 0:
        return parse(instant.day_of(value))
    return parse(instant.to_text(value))


def _interval(text: str, whole: str) -> When:
    if "T" in text:
        return _instant(text)
    parts = _DATE.fullmatch(text)
    if not parts:
        raise InvalidInput(f"{whole!r} is not a date.", hint=f"Write {FORMS}.")
    year, month, day, quarter = (int(part) if part else 0 for part in parts.groups())
    _refuse_implausible(year)
    if quarter:
        return _months(text, year, 3 * quarter - 2, 3, "quarter")
    if not parts[2]:
        return _months(text, year, 1, 12, "year")
    if not 1 <= month <= 12:
        raise InvalidInput(f"{text!r} is not a date: months run from 01 to 12.")
    return _day(text, year, month, day) if parts[3] else _months(text, year, month, 1, "month")


def _instant(text: str) -> When:
    at = instant.parse(text)
    moment = instant.to_datetime(at)
    _refuse_implausible(moment.year)
    form = "%Y-%m-%dT%H:%M:%S.%fZ" if moment.microsecond else "%Y-%m-%dT%H:%M:%SZ"
    return When(moment.strftime(form), at, at + 1, "instant")


def _day(text: str, year: int, month: int, day: int) -> When:
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        leap = " (not a leap year)" if month == 2 and not isleap(year) else ""
        raise InvalidInput(
            f"{text!r} is not a date: {month_name[month]} {year} has {last} days{leap}."
        )
    start = instant.from_date(date(year, month, day))
    return When(text, start, start + instant.DAY, "day")


def _months(text: str, year: int, first: int, count: int, precision: Precision) -> When:
    after = year * 12 + first - 1 + count
    return When(
        text,
        instant.from_date(date(year, first, 1)),
        instant.from_date(date(after // 12, after % 12 + 1, 1)),
        precision,
    )


def _refuse_implausible(year: int) -> None:
    if year not in _YEARS:
        raise InvalidInput(f"The year {year} is outside {_YEARS[0]} to {_YEARS[-1]}.")
