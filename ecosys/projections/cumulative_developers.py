"""cumulative_developers: how many developers a provider says have built on it."""

from collections.abc import Iterator, Sequence

from ecosys.events.observed import Observed
from ecosys.moment import Held
from ecosys.projection import Context, Parameters, Point, marks, projection


def _reads(held: Held, _: Parameters) -> bool:
    event = held.of(Observed)
    return event is not None and event.metric == "developers"


@projection(takes=["observed"], unit="developers", version=1, reads=_reads)
def cumulative_developers(events: Sequence[Held], context: Context[Parameters]) -> Iterator[Point]:
    """How many developers a provider says have built on it so far, figure by figure.

    Takes figures of the metric `developers` alone: a stock that providers state themselves, as
    people who have ever built with the API. Monthly developers, users and organisations are other
    metrics and are never mixed in, nor are figures of different providers comparable: each counts
    in its own way. A later, lower figure stands as it was stated; it does not shrink the past.
    Definition: the providers' own statements, cited at each point.
    """
    for held in context.view(events).of(Observed, metric={"developers"}).begun().facts:
        event = held.event
        assert isinstance(event, Observed)
        yield Point(
            subject=event.subject,
            at=event.occurred.date,
            value=event.value,
            high=event.high,
            comparator=None if event.comparator == "=" else event.comparator,
            unit="developers",
            because=held.because,
            events=held.events,
            labels={"voice": held.voice},
            marks=marks(held, context.moment),
        )
