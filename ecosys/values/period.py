"""Periods: the calendar months and years that a series of points is drawn by."""

import re
from datetime import date
from typing import Literal

from ecosys.errors import InvalidInput
from ecosys.values.instant import DAY, from_date, to_datetime

Every = Literal["month", "year"]


def ends(first: int, last: int, every: Every) -> list[int]:
    """The last instants of the periods from that of one instant up to another, and that one.

    The period that `last` lies in is not over: it ends with `last` itself.

    >>> from ecosys.values.instant import day_of
    >>> january, march = from_date(date(2025, 1, 15)), from_date(date(2025, 3, 2))
    >>> [day_of(end) for end in ends(january, march, "month")]
    ['2025-01-31', '2025-02-28', '2025-03-02']
    """
    instants: list[int] = []
    at = first
    while at <= last:
        at = _after(at, every)
        instants.append(min(at - 1, last))
    return instants


def _after(instant: int, every: Every) -> int:
    """The first instant after the period that an instant lies in."""
    day = to_datetime(instant)
    if every == "year" or day.month == 12:
        return from_date(date(day.year + 1, 1, 1))
    return from_date(date(day.year, day.month + 1, 1))


_DURATION = re.compile(r"(\d{1,5})([hdw])", re.ASCII)
_LENGTHS = {"h": DAY // 24, "d": DAY, "w": 7 * DAY}


def duration(text: str) -> int | None:
    """How long is meant, in the unit of instants; None: the text is no duration.

    >>> duration("12h") == DAY // 2, duration("2w") == 14 * DAY, duration("2025")
    (True, True, None)
    """
    form = _DURATION.fullmatch(text)
    return int(form[1]) * _LENGTHS[form[2]] if form else None


def days(text: str) -> int:
    """How many days are meant; InvalidInput where none are.

    >>> days("90d"), days("2w")
    (90, 14)
    """
    length = duration(text)
    if length is None or text.endswith("h"):
        raise InvalidInput(f"{text!r} is not a number of days.", hint="Write 90d or 12w.")
    return length // DAY
