"""Periods: the calendar months and years that a series of points is drawn by."""

import re
from datetime import date
from typing import Literal

from ecosys.errors import InvalidInput
from ecosys.values.instant import from_date, to_datetime

Every = Literal["month", "year"]


def ends(first: int, last: int, every: Every) -> list[int]:
    """The last instants of the periods from that of one instant up to another, and that one.

    The period that `last` lies in is not over: it ends with `last` itself.
    """
    found: list[int] = []
    at = first
    while at <= last:
        at = _after(at, every)
        found.append(min(at - 1, last))
    return found


def _after(instant: int, every: Every) -> int:
    """The first instant after the period that an instant lies in."""
    day = to_datetime(instant)
    if every == "year" or day.month == 12:
        return from_date(date(day.year + 1, 1, 1))
    return from_date(date(day.year, day.month + 1, 1))


_FORM = re.compile(r"(\d{1,5})([dw])", re.ASCII)


def days(text: str) -> int:
    """How many days are meant."""
    found = _FORM.fullmatch(text)
    if not found:
        raise InvalidInput(f"{text!r} is not a number of days.", hint="Write 90d or 12w.")
    return int(found[1]) * (7 if found[2] == "w" else 1)
