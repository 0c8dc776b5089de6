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


@projection(takes=["observed"], unit="the figure's own", version=1, parameters=FiguresParameters)
def figures(events: Sequence[Held], context: Context[FiguresParameters]) -> Iterator[Point]:
    """The figures about a subject and all beneath it, each as it was stated, with its own unit.

    Nothing is added, averaged or converted: figures of different metrics, methods or populations
    are not comparable, and the labels say which each is. Unit: that of each figure. Definition: the
    sources' own, named in the labels.
    """
    metric, view = context.parameters.metric, context.view(events)
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
        yield figure_point(held, context, {name: text for name, text in labels.items() if text})
