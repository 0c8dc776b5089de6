"""Instants: whole microseconds since 1970-01-01T00:00Z. All times are compared in this unit."""

import re
from datetime import UTC, date, datetime, timedelta

from ecosys.errors import InvalidInput

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
DAY = 86_400 * SECOND
BEFORE_ALL = -(2**62)
"""Sorts before every date: the start of what was already so when it was first stated."""
AFTER_ALL = 2**62
"""Sorts after every date: the end of what has no end."""
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
"""Seconds may be left out. A text without a zone matches too, so that the error can say so."""


def from_datetime(moment: datetime) -> int:
    """The instant of a datetime that has a zone.

    >>> from_datetime(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    return (moment - EPOCH) // timedelta(microseconds=1)


def from_date(day: date) -> int:
    """The first instant of a day, UTC.

    >>> from_date(date(1970, 1, 2)) == DAY
    True
    """
    return (day.toordinal() - EPOCH.toordinal()) * DAY


def to_datetime(instant: int) -> datetime:
    """The datetime of an instant, UTC.

    >>> to_datetime(DAY + SECOND).isoformat()
    '1970-01-02T00:00:01+00:00'
    """
    return EPOCH + timedelta(microseconds=instant)


def to_text(instant: int) -> str:
    """RFC 3339 with six decimals, UTC.

    >>> to_text(DAY + 1)
    '1970-01-02T00:00:00.000001Z'
    >>> to_text(from_date(date(999, 12, 31)))
    '0999-12-31T00:00:00.000000Z'
    """
    return f"{to_datetime(instant).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def day_of(instant: int) -> str:
    """The day that an instant lies in, UTC.

    >>> day_of(DAY - 1)
    '1970-01-01'
    """
    return to_datetime(instant).date().isoformat()


def midnight(instant: int) -> int:
    """The first instant of the day that an instant lies in.

    >>> midnight(DAY + 5) == DAY
    True
    """
    return instant - instant % DAY


def parse(text: str) -> int:
    """Read RFC 3339; a zone is required.

    >>> to_text(parse("2025-02-08T17:00+01:00"))
    '2025-02-08T16:00:00.000000Z'
    >>> parse("2025-02-08T17:00")
    Traceback (most recent call last):
    ecosys.errors.InvalidInput: '2025-02-08T17:00' names a time of day without a zone. ...
    """
    if not _RFC_3339.fullmatch(text):
        raise InvalidInput(f"{text!r} is not an instant.", hint="Write 2025-02-08T16:00Z.")
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return from_datetime(moment.astimezone(UTC))
    except (ValueError, OverflowError) as problem:
        raise InvalidInput(f"{text!r} is not an instant: {problem}.") from None
    raise InvalidInput(f"{text!r} names a time of day without a zone.", hint="Add Z for UTC.")
