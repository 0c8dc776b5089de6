"""Instants: whole microseconds since 1970-01-01T00:00Z, the unit in which moments are compared."""

from datetime import UTC, date, datetime, timedelta

from ecosys.errors import InvalidInput

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
DAY = 86_400 * SECOND
BEFORE_ALL = -(2**62)
"""Sorts before every date: the start of what was already so when it was first stated."""
AFTER_ALL = 2**62
"""Sorts after every date: the end of what has no end."""


def from_datetime(moment: datetime) -> int:
    """The instant of a datetime that has a zone."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def from_date(day: date) -> int:
    """The first instant of a day, UTC."""
    return (day.toordinal() - EPOCH.toordinal()) * DAY


def to_datetime(instant: int) -> datetime:
    """The datetime of an instant, UTC."""
    return EPOCH + timedelta(microseconds=instant)


def to_text(instant: int) -> str:
    """RFC 3339 with six decimals, UTC: `2025-06-10T00:00:00.000000Z`."""
    return to_datetime(instant).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def day_of(instant: int) -> str:
    """The day an instant lies in: `2025-06-10`."""
    return to_datetime(instant).date().isoformat()


def midnight(instant: int) -> int:
    """The first instant of the day that an instant lies in."""
    return instant - instant % DAY


def parse(text: str) -> int:
    """Read RFC 3339 (`2025-02-08T16:00Z`, `2025-02-08T17:00:00+01:00`); a zone is required."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise InvalidInput(f"{text!r} is not an instant: {problem}.") from None
    if moment.tzinfo is None:
        raise InvalidInput(f"{text!r} names a time of day without a zone.", hint="Add Z for UTC.")
    return from_datetime(moment)
