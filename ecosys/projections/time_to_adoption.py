"""time_to_adoption: days from a launch until a figure first passed a threshold."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from operator import itemgetter

from ecosys.domain.launches import first_launches
from ecosys.events.launched import Launched
from ecosys.events.observed import Observed
from ecosys.moment import Held, View
from ecosys.projection import Context, Coverage, Parameters, Point, in_valid_time, projection
from ecosys.values.amount import Quantity
from ecosys.values.instant import DAY, midnight


class TimeToAdoptionParameters(Parameters):
    """What counts as adopted."""

    metric: str = "github_stars"
    """The metric whose figures are watched."""
    threshold: Quantity = Decimal(80_000)
    """The figure to be reached."""


def _reads(held: Held, chosen: TimeToAdoptionParameters) -> bool:
    """Launches, and figures of the metric."""
    event = held.of(Observed)
    return event is None or event.metric == chosen.metric


@projection(
    takes=["launched", "observed"],
    unit="days",
    version=1,
    parameters=TimeToAdoptionParameters,
    reads=_reads,
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
    watched = list(chain.from_iterable(context.view(events).parts.each(_watched, chosen)))
    passed = [(when, point) for _, when, point in watched if point is not None]
    yield from (point for _, point in sorted(passed, key=itemgetter(0)))
    yield Coverage(
        definition=f"subjects with figures of {chosen.metric}",
        missing=tuple(sorted(subject for subject, _, point in watched if point is None)),
    )


Watched = tuple[str, tuple[int, ...], Point | None]
"""A subject with figures, and where one passed the threshold, when it did and the point."""


def _watched(view: View, chosen: TimeToAdoptionParameters) -> Iterable[Watched]:
    """Whether and when subjects passed the threshold; nothing of those without figures."""
    watched: dict[str, Watched] = {}
    figures = view.of(Observed, metric={chosen.metric}).begun().facts
    measured = {subject for held in figures for subject in held.subjects}
    launches = first_launches(
        view.of(Launched).only(lambda held: not measured.isdisjoint(held.subjects))
    )
    for held in figures:
        event = held.of(Observed)
        assert event is not None
        subject = event.subject
        if watched.setdefault(subject, (subject, (), None))[2] is not None:
            continue
        if event.value >= chosen.threshold and event.comparator not in ("<", "<="):
            point = _passed(held, event, launches.get(subject))
            watched[subject] = (subject, in_valid_time(held), point)
    return list(watched.values())


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
    when = launch.when
    return when is not None and when.plain
