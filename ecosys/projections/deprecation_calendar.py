"""deprecation_calendar: what stops answering, and when."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain
from operator import itemgetter

from ecosys.domain.endings import Ending, by_date, endings
from ecosys.event import ANY_CHANNEL, FIRST_PARTY, Channel
from ecosys.events.deprecated import Deprecated
from ecosys.moment import Held, View
from ecosys.projection import Context, Mark, Parameters, Point, projection
from ecosys.values.when import When


class DeprecationCalendarParameters(Parameters):
    """What to list."""

    channel: Channel = FIRST_PARTY
    """Where it ends; `all` for everywhere."""


def _reads(held: Held, chosen: DeprecationCalendarParameters) -> bool:
    event = held.of(Deprecated)
    return event is not None and chosen.channel in (event.channel, ANY_CHANNEL)


@projection(
    takes=["deprecated"],
    unit="days of notice",
    version=1,
    parameters=DeprecationCalendarParameters,
    reads=_reads,
)
def deprecation_calendar(
    events: Sequence[Held], context: Context[DeprecationCalendarParameters]
) -> Iterator[Point]:
    """What stops answering, at the day of the shutdown that stands.

    The value is the notice: days from the announcement to that shutdown; None where the
    announcement's day is not known. Shutdowns after `as_of` are marked scheduled; earliest
    possible dates are marked soft. What has no shutdown date yet is left out. Definition: the
    providers' own lifecycle pages, cited at each point.
    """
    listed = context.view(events).parts.each(_points, context.parameters.channel)
    for _, point in sorted(chain.from_iterable(listed), key=itemgetter(0)):
        yield point


def _points(view: View, channel: str) -> list[tuple[tuple[int, str, str, str, str], Point]]:
    """The points, each with its place in the order of all."""
    return [
        (by_date(ending), _point(ending, shutdown, view.as_of))
        for ending in endings(view, channel)
        if (shutdown := ending.shutdown) is not None
    ]


def _point(ending: Ending, shutdown: When, as_of: int) -> Point:
    days = ending.notice_days
    is_so: dict[Mark, bool] = {
        "soft": shutdown.soft,
        "scheduled": shutdown.start > as_of,
        "approximate": shutdown.approximate(as_of),
        "stale": ending.held.unstated,
        "own": ending.held.is_own,
    }
    return Point(
        subject=ending.event.subject,
        at=shutdown.date,
        value=None if days is None else Decimal(days),
        unit="days of notice",
        because=ending.held.because,
        events=ending.held.events,
        labels={"channel": ending.event.channel},
        marks=tuple(mark for mark, so in is_so.items() if so),
    )
