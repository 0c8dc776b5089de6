"""figures: what was measured or stated, figure by figure."""

from collections.abc import Iterator, Sequence
from itertools import chain
from operator import itemgetter

from ecosys.domain.figures import figure_point
from ecosys.events.observed import Observed
from ecosys.moment import Held, View
from ecosys.projection import Context, Parameters, Point, in_valid_time, projection


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
    stated = context.view(events).parts.each(_points, context.parameters)
    for _, point in sorted(chain.from_iterable(stated), key=itemgetter(0)):
        yield point


def _points(view: View, chosen: FiguresParameters) -> Sequence[tuple[tuple[int, ...], Point]]:
    """The figures, each with its place in the order of all."""
    context, points, metric = Context(view.moment, chosen), [], chosen.metric
    figures = view.of(Observed) if metric is None else view.of(Observed, metric={metric})
    for held in figures.begun().facts:
        event = held.event
        assert isinstance(event, Observed)
        labels = {
            "metric": event.metric,
            "kind": event.kind,
            "voice": held.voice,
            "period": event.period,
            "population": event.population,
            "method": event.method,
        }
        stated = {name: text for name, text in labels.items() if text}
        points.append((in_valid_time(held), figure_point(held, context, stated)))
    return points
