"""The form of iCalendar (RFC 5545): dates as what a calendar subscribes to."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from ecosys.answers.feeds.calendar import CalendarEntry
from ecosys.values import instant
from ecosys.values.checkpoint import checkpoint
from ecosys.values.words import escape_unprintable

PRODUCT = "-//ecosys//dates set ahead//EN"
TITLE = "ecosys: what ends, and what will cost something else"
ALARMS = (30, 7)
"""How many days before a date there is an alarm, where nobody says it."""
REFRESH = timedelta(hours=12)
"""How often who subscribes should look again."""
DAY = timedelta(days=1)


def to_icalendar(
    entries: Iterable[CalendarEntry], title: str, alarms: Sequence[int] = ALARMS
) -> bytes:
    """Dates as a calendar; `alarms` are days before. What is stamped is when the log took it."""
    calendar = Calendar()
    for name, value in (
        ("prodid", PRODUCT),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("name", title),
        ("x-wr-calname", title),
    ):
        calendar.add(name, value)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for entry in entries:
        checkpoint()
        calendar.add_component(_event(entry, alarms))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, alarms: Sequence[int]) -> Event:
    event = Event()
    at = instant.to_datetime(entry.recorded_at).replace(microsecond=0)
    firm = "CONFIRMED" if entry.is_firm else "TENTATIVE"
    for name, value in (
        ("uid", entry.uid),
        ("sequence", entry.sequence),
        ("dtstamp", at),
        ("last-modified", at),
        ("status", "CANCELLED" if entry.called_off else firm),
        ("summary", escape_unprintable(entry.summary)),
        ("description", "\n".join(map(escape_unprintable, entry.details))),
        ("categories", [entry.kind, entry.subject.partition("/")[0]]),
        ("transp", "TRANSPARENT"),
    ):
        event.add(name, value)
    if entry.url is not None:
        event.add("url", entry.url)
    start = _start(entry)
    event.add("dtstart", start)
    if not isinstance(start, datetime):
        event.add("dtend", start + DAY)
    if not (entry.called_off or entry.is_past):
        for days in alarms:
            event.add_component(_alarm(escape_unprintable(entry.summary), days))
    return event


def _start(entry: CalendarEntry) -> date:
    """The day of a date, of what is coarser the first; what happens at an hour has that hour."""
    at = instant.to_datetime(entry.date.start)
    return at.astimezone(UTC) if entry.date.precision == "instant" else at.date()


def _alarm(summary: str, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add(
        "description", f"{summary} ({'in ' + str(days) + ' days' if days > 1 else 'tomorrow'})"
    )
    alarm.add("trigger", timedelta(days=-days))
    return alarm
