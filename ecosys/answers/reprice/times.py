"""Times: when a row of a usage log was, as exporters write it."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from ecosys.values import instant

SECONDS, MILLISECONDS, MICROSECONDS = 10**11, 10**14, 10**17
"""Below which a number counts seconds, milliseconds or microseconds since 1970; above: nanoseconds.
As seconds the first is the year 5138, as milliseconds 1973."""
END_OF_TIME = 253_402_300_800 * instant.SECOND
"""The first instant of the year 10000, which no calendar here has."""
DAY = r"(19[7-9][0-9]|[2-9][0-9]{3})-[0-9][0-9]-[0-9][0-9]"
"""How a date is written: no call was made before 1970."""
TIME = (
    rf"{DAY}[T ]([01][0-9]|2[0-3]):[0-9][0-9](:[0-9][0-9]([.][0-9]+)?)?"
    r"( ?UTC|Z|[+-][0-9][0-9](:?[0-9][0-9])?)?"
)
"""How an instant is written: ISO 8601, as databases write it too."""
NUMBER = r"[0-9]+([.][0-9]+)?"
_DAY, _TIME, _NUMBER = map(re.compile, (DAY, TIME, NUMBER))


def read(value: object) -> tuple[int, int]:
    """The first instant that a value means, and the first after it; ValueError: it means none.

    A date means its whole day. Without a zone UTC is meant.

    >>> read("2025-06-10T12:00:00Z") == read(1749556800) == read("2025-06-10 14:00:00+02:00")
    True
    >>> first, after = read("2025-06-10")
    >>> after - first == instant.DAY
    True
    >>> read("yesterday")
    Traceback (most recent call last):
    ValueError: 'yesterday' is no time
    """
    if isinstance(value, str):
        return _from_text(value.strip())
    if isinstance(value, datetime):
        return _at(_from_datetime(value))
    if isinstance(value, date):
        first = instant.from_date(value)
        return first, first + instant.DAY
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _at(_since_1970(str(value)))
    raise ValueError(f"{value!r} is no time")


def _from_text(text: str) -> tuple[int, int]:
    try:
        if _DAY.fullmatch(text):
            first = instant.from_date(date.fromisoformat(text))
            return first, first + instant.DAY
        if _NUMBER.fullmatch(text):
            return _at(_since_1970(text))
        if _TIME.fullmatch(text):
            return _at(_from_datetime(datetime.fromisoformat(re.sub(" ?UTC", "Z", text))))
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"{text[:100]!r} is no time")


def _at(first: int) -> tuple[int, int]:
    return first, first + 1


def _from_datetime(moment: datetime) -> int:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return instant.from_datetime(moment)


def _since_1970(digits: str) -> int:
    """The instant of a number of seconds, or of a smaller unit where it is too large for those."""
    try:
        number = Decimal(digits)
    except InvalidOperation:
        raise ValueError(f"{digits!r} is no time") from None
    units = ((SECONDS, 6), (MILLISECONDS, 3), (MICROSECONDS, 0))
    shift = next((shift for limit, shift in units if number < limit), -3)
    if not 0 <= number < END_OF_TIME * 1000 or (at := int(number.scaleb(shift))) >= END_OF_TIME:
        raise ValueError(f"{digits!r} is no time")
    return at
