"""figures: what was measured or stated, figure by figure."""

from collections.abc import Iterator, Sequence

from ecosys.domain.figures import figure_point
from ecosys.events.observed import Observed
from ecosys.moment import Held
from ecosys.projection import Context, Parameters, Point, projection


class FiguresParameters(Parameters):
    """Which figures."""

    metric: str | None = None
    """Only figures of this metric: `users_monthly`; left out: all."""


def _reads(held: Held, chosen: FiguresParameters) -> bool:
    event = held.of(Observed)
    return event is not None and chosen.metric in (None, event.metric)


@projection(
    takes=["observed"],
    unit="the figure's own",
    version=1,
    parameters=FiguresParameters,
    reads=_reads,
)
def figures(events: Sequence[Held], context: Context[FiguresParameters]) -> Iterator[Point]:
    """The figures about a subject and all beneath it, each as it was stated, with its own unit.

    Nothing is added, averaged or converted: figures of different metrics, methods or populations
    are not comparable, and the labels say which each is. Unit: that of each figure. Definition: the
    sources' own, named in the labels.
    """
    for held in events:
        event = held.event
        if not isinstance(event, Observed) or held.start is None:
            continue
        wanted = context.parameters.metric in (None, event.metric)
        if not wanted or held.start > context.moment.as_of:
            continue
        labels = {
            "metric": event.metric,
            "kind": event.kind,
            "voice": held.voice,
            "period": event.period,
            "population": event.population,
            "method": event.method,
        }
        yield figure_point(held, context, {name: text for name, text in labels.items() if text})
