"""Hours of the week, UTC: when a price holds that depends on the time of day."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, ClassVar

from ecosys.errors import InvalidInput
from ecosys.values import instant
from ecosys.values.memory import memoised
from ecosys.values.schema import TextValue

WEEK_MINUTES = 7 * 24 * 60
MINUTE = 60 * instant.SECOND
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FORM = re.compile(
    r"(?:(?P<first>mon|tue|wed|thu|fri|sat|sun)(?:-(?P<last>mon|tue|wed|thu|fri|sat|sun))? )?"
    r"(?P<spans>\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)"
)
_EXAMPLES = ["16:30-00:30", "mon-fri 01:00-04:00,06:00-10:00"]


class Hours(TextValue):
    """Spans of the day on some days of the week: `mon-fri 01:00-04:00,06:00-10:00`, UTC.

    A span runs from its first minute up to, not including, its last; past midnight it runs into
    the next day.

    >>> peak = parse("mon-fri 01:00-04:00")
    >>> peak.covers(instant.parse("2026-08-24T03:59Z"))  # a Monday
    True
    >>> peak.covers(instant.parse("2026-08-23T03:59Z"))  # a Sunday
    False
    >>> peak.weight == 5 * 3 * 60
    True
    """

    json_schema: ClassVar = {"type": "string", "examples": _EXAMPLES}

    minutes: frozenset[int]

    def __new__(cls, text: str, minutes: frozenset[int]) -> "Hours":
        hours = super().__new__(cls, text)
        hours.minutes = minutes
        return hours

    def __reduce__(self) -> tuple[Any, ...]:
        return parse, (str(self),)  # copies and pickles are read anew

    def covers(self, at: int) -> bool:
        """Whether an instant lies within these hours."""
        return minute_of_week(at) in self.minutes

    @property
    def weight(self) -> int:
        """How many minutes of the week they cover."""
        return len(self.minutes)

    @property
    def turns(self) -> Sequence[int]:
        """The minutes of the week at which they begin or end, ascending; none if they never do."""
        return _turns(self)

    def last_turn(self, at: int) -> int:
        """The last instant, not after another one, at which they begin or end; 0 for none.

        >>> at = instant.parse("2026-08-24T05:00Z")  # a Monday
        >>> instant.to_text(parse("mon-fri 01:00-04:00").last_turn(at))
        '2026-08-24T04:00:00.000000Z'
        """
        turns = self.turns
        if not turns:
            return 0
        now = minute_of_week(at)
        since = (now - turns[bisect_right(turns, now) - 1]) % WEEK_MINUTES
        return at - at % MINUTE - since * MINUTE

    @classmethod
    def read(cls, value: object) -> "Hours":
        """The hours that a value means; only text and hours that were read before mean some.

        >>> Hours.read("16:30-00:30")
        '16:30-00:30'
        """
        if isinstance(value, Hours):
            return value
        if isinstance(value, str):
            return parse(value)
        raise InvalidInput(f"{value!r} are not hours.", hint=f"Write {' or '.join(_EXAMPLES)}.")


@memoised(16_000)
def parse(text: str) -> Hours:
    """Read hours as people write them; InvalidInput says what is allowed.

    >>> parse("sun 23:00-01:00").covers(instant.parse("2026-08-24T00:30Z"))  # the Monday after
    True
    >>> parse("at night")
    Traceback (most recent call last):
    ecosys.errors.InvalidInput: 'at night' are not hours. Write 16:30-00:30 or mon-fri ...
    """
    form = _FORM.fullmatch(text)
    if not form:
        raise InvalidInput(f"{text!r} are not hours.", hint=f"Write {' or '.join(_EXAMPLES)}.")
    spans = [_span(span, text) for span in form["spans"].split(",")]
    minutes = {
        (day * 1440 + start + offset) % WEEK_MINUTES
        for day in _days(form["first"], form["last"])
        for start, length in spans
        for offset in range(length)
    }
    return Hours(text, frozenset(minutes))


@memoised(1_000)
def _turns(hours: Hours) -> list[int]:
    minutes = hours.minutes
    begins = (each for each in minutes if (each - 1) % WEEK_MINUTES not in minutes)
    ends = ((each + 1) % WEEK_MINUTES for each in minutes)
    return sorted({*begins, *(each for each in ends if each not in minutes)})


def minute_of_week(at: int) -> int:
    """Minutes since Monday 00:00 UTC.

    >>> minute_of_week(instant.parse("2026-08-25T01:00Z")) == 25 * 60  # a Tuesday
    True
    """
    moment = instant.to_datetime(at)
    return moment.weekday() * 1440 + moment.hour * 60 + moment.minute


def _days(first: str | None, last: str | None) -> list[int]:
    if first is None:
        return list(range(7))
    start = _DAYS.index(first)
    count = (_DAYS.index(last or first) - start) % 7 + 1
    return [(start + day) % 7 for day in range(count)]


def _span(span: str, whole: str) -> tuple[int, int]:
    start, end = (_minute(clock, whole) for clock in span.split("-"))
    return start, (end - start) % 1440 or 1440


def _minute(clock: str, whole: str) -> int:
    hour, minute = int(clock[:2]), int(clock[3:])
    if hour > 24 or minute > 59 or hour * 60 + minute > 1440:
        raise InvalidInput(f"{whole!r}: {clock} is not a time of day.")
    return hour * 60 + minute
