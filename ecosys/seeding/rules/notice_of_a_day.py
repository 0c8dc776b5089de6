"""notice_of_a_day: an end that was announced on its own day, as a status page tells it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from ecosys.domain.endings import notice
from ecosys.events.deprecated import Deprecated
from ecosys.moment import View
from ecosys.seeding.findings import Finding

SEEN = ("snapshot", "observed", "read")
"""What a statement rests on that nobody announced on its day."""


def notice_of_a_day(view: View) -> Iterator[Finding]:
    """A notice of a day or none, of an end that was only seen, or that a status page tells."""
    for held in view.of(Deprecated).facts:
        event = held.of(Deprecated)
        assert event is not None
        days = notice(event.announced, event.shutdown)
        if days is not None and days <= 1 and (_is_seen(event) or _is_status(event)):
            yield Finding(held.id, f"announced {event.announced}, {days} days before the shutdown")


def _is_seen(event: Deprecated) -> bool:
    return event.statement_time[1] in SEEN


def _is_status(event: Deprecated) -> bool:
    addresses = (urlsplit(each.url or "") for each in event.sources)
    return any("status" in address.netloc or "status" in address.path for address in addresses)
