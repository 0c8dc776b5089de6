"""outage_hours: hours of outages so far."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ecosys import Context, Held, Parameters, Point, Quantity
from ecosys.projection import marks, projection, rests_on

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
    hours: dict[str, Decimal] = defaultdict(Decimal)
    counted: dict[str, list[Held]] = defaultdict(list)
    for held in events:
        event = held.event
        if not isinstance(event, OutageReported) or event.hours <= context.parameters.longer_than:
            continue
        if held.start is None or held.start > context.moment.as_of:
            continue  # not so yet
        hours[event.subject] += event.hours
        counted[event.subject].append(held)
        yield Point(
            subject=event.subject,
            at=event.occurred.date,
            value=hours[event.subject],
            unit="hours",
            marks=marks(held, context.moment),
            **rests_on(counted[event.subject]),
        )
