"""time_to_adoption: days from a launch until a figure first passed a threshold."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ecosys.domain.launches import first_launches
from ecosys.events.observed import Observed
from ecosys.moment import Held
from ecosys.projection import Context, Coverage, Parameters, Point, projection
from ecosys.values.amount import Quantity
from ecosys.values.instant import DAY, midnight


class TimeToAdoptionParameters(Parameters):
    """What counts as adopted."""

    metric: str = "github_stars"
    """The metric whose figures are watched."""
    threshold: Quantity = Decimal(80_000)
    """The figure to be reached."""


def reads(held: Held, chosen: TimeToAdoptionParameters) -> bool:
    """Launches, and figures of the metric."""
    event = held.of(Observed)
    return event is None or event.metric == chosen.metric


@projection(
    takes=["launched", "observed"],
    unit="days",
    version=1,
    parameters=TimeToAdoptionParameters,
    reads=reads,
)
def time_to_adoption(
    events: Sequence[Held], context: Context[TimeToAdoptionParameters]
) -> Iterator[Point | Coverage]:
    """Days from the first launch of a subject to the first figure at or above a threshold.

    The date is that of the figure, so it is as fine as the figures are: the threshold was passed
    then or between the figure before and this one. The value is None where no launch of the
    subject is recorded to the day. Figures of other subjects or metrics never count. Definition:
    ours, after the usual "time to N users".
    """
    chosen = context.parameters
    view = context.view(events)
    launches = first_launches(view)
    passed: set[str] = set()
    seen: dict[str, Held] = {}
    for held in events:
        event = held.event
        if not isinstance(event, Observed) or event.metric != chosen.metric:
            continue
        if not view.has_begun(held) or event.subject in passed:
            continue
        seen[event.subject] = held
        if event.value >= chosen.threshold and event.comparator not in ("<", "<="):
            passed.add(event.subject)
            yield _passed(held, event, launches.get(event.subject))
    yield Coverage(
        definition=f"subjects with figures of {chosen.metric}",
        missing=tuple(sorted(set(seen) - passed)),
    )


def _passed(held: Held, event: Observed, launch: Held | None) -> Point:
    days = None
    dated = held.start is not None and not event.occurred.unknown
    if launch is not None and _exact(launch) and dated:
        days = Decimal((midnight(held.start or 0) - midnight(launch.start or 0)) // DAY)
    both = (launch, held) if launch else (held,)
    return Point(
        subject=event.subject,
        at=event.occurred.date,
        value=days,
        unit="days",
        because=tuple(sorted(position for each in both for position in each.because)),
        events=tuple(id for each in both for id in each.events),
        labels={"metric": event.metric, "figure": str(event.value)},
    )


def _exact(launch: Held) -> bool:
    """Whether the day of a launch is known."""
    when = launch.event.when
    return when is not None and when.plain
