"""risk_register: the risks of building on these APIs, with their present figures."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from ecosys.domain.scoring import Weighed, scores
from ecosys.moment import Held
from ecosys.projection import Context, Coverage, Point, projection
from ecosys.projection.groups import MARKET
from ecosys.values.instant import day_of


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of another metric that tell of a risk."""

    risk: str
    metric: str
    name: str
    """The label by which the metric tells its figures apart."""
    values: tuple[str, ...]
    """Which of them are taken."""
    also: Mapping[str, str] = field(default_factory=dict)
    """What other labels must be."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """Parameters of the metric."""

    def fits(self, point: Point) -> bool:
        """Whether a point is one of the figures taken."""
        labels = point.labels
        return labels.get(self.name) in self.values and all(
            labels.get(name) == value for name, value in self.also.items()
        )


REGISTER = (
    Figures("deprecation", "deprecation_notice", "statistic", ("median", "minimum", "counted")),
    Figures("deprecation", "deprecation_risk", "statistic", ("share_ending", "median_lifetime")),
    Figures("deprecation", "reschedulings", "statistic", ("share_changed",), {"kind": "shutdown"}),
    Figures("behaviour", "alias_exposure", "statistic", ("share_moving", "repointed")),
    Figures("behaviour", "behaviour_changes", "statistic", ("changes_stated", "changes_measured")),
    Figures("pricing", "price_direction", "statistic", ("share_down", "down", "up")),
    Figures("concentration", "single_provider_dependency", "statistic", ("share_alone",)),
    Figures("concentration", "switching_cost", "statistic", ("range",)),
    Figures("open_weights", "open_weight_share", "period", ("to date",)),
    Figures("open_weights", "capability_gap", "part", ("gap", "lead")),
)
"""The risks in the order of the reasons given for them, each with the figures that tell of it."""
TAKES = (
    *("alias_moved", "deprecated", "described", "integrated", "launched", "observed"),
    "price_changed",
)
"""What the metrics of the register take."""


@projection(
    takes=TAKES,
    unit="as stated",
    version=2,
    per="all",
    parameters=Weighed,
)
def risk_register(events: Sequence[Held], context: Context[Weighed]) -> Iterator[Point | Coverage]:
    """The risks of building on somebody's model API, each with the figures that tell of it.

    deprecation: notice given (median, shortest), the share of models announced to end within a
    year, lifetimes, and how often announced ends were moved. behaviour: names that may be pointed
    to another model, and changes under one name. pricing: price changes that went down and up.
    concentration: the share of builders that name one provider alone, and what a change takes.
    open_weights: the share of open models, and the newest gap between the best closed and the best
    open one. Each figure is taken from the metric named in the label `from` with its own labels,
    dates and lineage, by provider or for all (subject market); of figures that run over time the
    newest. What a metric cannot tell is a point without a value (label missing). The figures stand
    beside one another: no likelihood, and a score only for `weights` of the asker's own, since no
    source gives any: score = sum of weight * figure, each figure named by its metric and what it
    is there, `deprecation_notice.median`. Definition: ours, after the risk register of project
    management (ISO 31000), with measures in place of ratings.
    """
    if context.points is None or not events:
        return
    asked, parts = context.parameters.subject, context.view(events).parts
    missing: list[str] = []
    named: list[tuple[str, Point]] = []
    for figures in REGISTER:
        given = context.points(figures.metric, subject=context.parameters.subject, **figures.asked)
        taken = parts.once(figures.metric, given, partial(_taken, figures, given))
        known = [point for point in taken if point.value is not None]
        yield from taken
        named += [(_name(figures, point), point) for point in taken]
        if not known:
            missing.append(f"{figures.risk}: {figures.metric}")
        if not taken:
            yield _unknown(figures, MARKET if asked is None else asked, context)
    yield from scores(named, context.parameters.weights, context)
    yield Coverage(
        definition="figures of other metrics at the same moment, each with its own coverage there",
        missing=tuple(missing),
    )


def _taken(figures: Figures, points: Iterable[Point]) -> list[Point]:
    """The newest of each figure, named by its risk and the metric that it is from."""
    newest: dict[tuple[str, ...], Point] = {}
    for point in points:
        if figures.fits(point) and "scheduled" not in point.marks:
            key = _key(figures, point)
            if key not in newest or newest[key].at <= point.at:
                newest[key] = point
    return [_named(figures, point) for _, point in sorted(newest.items())]


def _key(figures: Figures, point: Point) -> tuple[str, ...]:
    labels = point.labels
    return (point.subject, labels[figures.name], labels.get("metric", ""), point.unit)


def _name(figures: Figures, point: Point) -> str:
    """By which a figure is weighed: `switching_cost.range.migration_weeks`."""
    parts = (figures.metric, point.labels[figures.name], point.labels.get("metric", ""))
    return ".".join(part.replace(" ", "_") for part in parts if part)


def _named(figures: Figures, point: Point) -> Point:
    labels = {"risk": figures.risk, "from": figures.metric, **point.labels}
    if point.value is None:
        labels.setdefault("missing", "not known")
    return replace(point, labels=labels)


def _unknown(figures: Figures, subject: str, context: Context[Weighed]) -> Point:
    return Point(
        subject=subject,
        at=day_of(context.moment.as_of),
        value=None,
        unit="as stated",
        labels={
            "risk": figures.risk,
            "from": figures.metric,
            "missing": f"{figures.metric} has no figure of it",
        },
    )
