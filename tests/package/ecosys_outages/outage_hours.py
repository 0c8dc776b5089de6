"""outage_hours: hours of outages so far."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ecosys.moment import Held
from ecosys.projection import Context, Parameters, Point, projection
from ecosys.values.amount import Quantity
from ecosys_outages.outage_reported import OutageReported


class OutageHoursParameters(Parameters):
    """Which outages count."""

    longer_than: Quantity = Decimal(0)
    """Only outages of more hours than this."""


@projection(takes=["outage_reported"], unit="hours", version=1, parameters=OutageHoursParameters)
def outage_hours(
    events: Sequence[Held], context: Context[OutageHoursParameters]
) -> Iterator[Point]:
    """The hours for which a subject did not answer, summed up over its reported outages.

    Unit: hours. Definition: the providers' own reports, added up; what was not reported is missing.
    """
    total: dict[str, Decimal] = defaultdict(Decimal)
    for held in events:
        event = held.event
        if held.start is None or held.start > context.moment.as_of:
            continue
        if not isinstance(event, OutageReported) or event.hours <= context.parameters.longer_than:
            continue
        total[event.subject] += event.hours
        yield Point(
            subject=event.subject,
            at=event.occurred.date,
            value=total[event.subject],
            unit="hours",
            because=held.because,
            events=held.events,
        )
