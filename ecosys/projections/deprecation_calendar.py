"""deprecation_calendar: what stops answering, and when."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ecosys.domain.endings import endings
from ecosys.event import ANY_CHANNEL, FIRST_PARTY, Channel
from ecosys.events.deprecated import Deprecated
from ecosys.moment import Held
from ecosys.projection import Context, Mark, Parameters, Point, projection


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
    for ending in endings(context.view(events), context.parameters.channel):
        shutdown = ending.shutdown
        if shutdown is None:
            continue
        marks: list[Mark] = []
        if shutdown.soft:
            marks.append("soft")
        if shutdown.start > context.moment.as_of:
            marks.append("scheduled")
        if shutdown.approximate(context.moment.as_of):
            marks.append("approximate")
        if ending.held.unstated:
            marks.append("stale")
        if ending.held.is_own:
            marks.append("own")
        days = ending.notice_days
        yield Point(
            subject=ending.event.subject,
            at=shutdown.date,
            value=None if days is None else Decimal(days),
            unit="days of notice",
            because=ending.held.because,
            events=ending.held.events,
            labels={"channel": ending.event.channel},
            marks=tuple(marks),
        )
