"""flywheel: developers, integrations, users, revenue and models as series that begin at 100."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import chain, groupby
from typing import Literal

from ecosys.domain.figures import FigureSeries, Measured, compared, figure_series
from ecosys.domain.launches import first_launches, is_of_model
from ecosys.event.subject import provider_of, within
from ecosys.events.integrated import Integrated
from ecosys.events.launched import Launched
from ecosys.events.observed import Observed
from ecosys.moment import Held, Moment, View
from ecosys.projection import (
    Context,
    Coverage,
    Parameters,
    Point,
    in_valid_time,
    marks,
    projection,
    rests_on,
)
from ecosys.values import amount

Stage = Literal["developers", "integrations", "users", "revenue", "models"]
METRICS: dict[Stage, tuple[str, ...]] = {
    "developers": ("developers", "developers_monthly"),
    "users": ("users_weekly", "users_monthly", "users_total"),
    "revenue": ("revenue_annualised", "revenue_annual"),
}
"""The metrics of the stages that are measured; each stays a series of its own."""
HUNDRED = Decimal(100)
_PLACES = 2


class FlywheelParameters(Parameters):
    """What to show."""

    stage: Stage | None = None
    """Only one stage; left out: all."""


def _reads(held: Held, _: FlywheelParameters) -> bool:
    launch, figure = held.of(Launched), held.of(Observed)
    if launch is not None:
        return launch.is_model
    return figure is None or any(figure.metric in metrics for metrics in METRICS.values())


@projection(
    takes=["observed", "integrated", "launched"],
    unit="index",
    version=1,
    parameters=FlywheelParameters,
    reads=_reads,
)
def flywheel(
    events: Sequence[Held], context: Context[FlywheelParameters]
) -> Iterator[Point | Coverage]:
    """The stages of a provider's flywheel as series, each indexed to its first value = 100.

    Index = a value / the first value of the same series * 100. The stages: developers, users and
    revenue, as stated, one series for each subject and metric that counts alike; integrations, the
    distinct others so far named as building on it; models, the models so far launched by it.
    Series of one value are left out, and named as missing. First values lie at different dates and
    an early first value makes a steep series, so only the course of one series is told, never that
    one stage drives another: no causal share follows from it. Ranges give ranges. Definition: ours,
    after the growth loops of the business press; an index number to the first value.
    """
    missing: list[str] = []
    view = context.view(events)
    measured = view.parts.each(_measured_stages)
    for stage, metrics in METRICS.items():
        for metric in metrics if context.parameters.stage in (None, stage) else ():
            for indexed, single in (each[metric] for each in measured):
                yield from indexed
                missing += single
    for stage, by_subject in (
        ("integrations", _ties(view, context)),
        ("models", _models(view, context)),
    ):
        for subject, begun in (
            by_subject.items() if context.parameters.stage in (None, stage) else ()
        ):
            counted = partial(_counted, stage, subject, begun, context)
            if points := view.parts.once((stage, subject), begun, counted):
                yield from points
            else:
                missing.append(f"{subject} ({stage})")
    yield Coverage(
        definition="series with two values or more, stage by stage", missing=tuple(missing)
    )


Series = tuple[list[Point], list[str]]
"""The points of the series of a metric, and the names of those that have one value alone."""


def _measured_stages(view: View) -> dict[str, Series]:
    """The series by metric."""
    return {
        metric: _series(view, stage, metric)
        for stage, metrics in METRICS.items()
        for metric in metrics
    }


def _series(view: View, stage: str, metric: str) -> Series:
    points: list[Point] = []
    single = []
    for series in figure_series(view, metric):
        if len(series.figures) > 1:
            points += _measured(stage, metric, series, view.moment)
        else:
            single.append(f"{series.subject} ({metric})")
    return points, single


def _measured(stage: str, metric: str, series: FigureSeries, moment: Moment) -> Iterator[Point]:
    first = series.figures[0]
    for each in series.figures:
        low, high = _index(each, first)
        yield Point(
            subject=series.subject,
            at=each.at,
            value=low,
            high=None if low == high else high,
            comparator=None if each is first else compared(first, each),
            unit="index",
            **rests_on({first.held.id: first.held, each.held.id: each.held}.values()),
            labels={
                "stage": stage,
                "metric": metric,
                "figure": each.describe(),
                "unit": series.unit,
                "since": first.at,
            },
            marks=marks(each.held, moment),
        )


def _index(each: Measured, first: Measured) -> tuple[Decimal | None, Decimal | None]:
    if each is first:
        return HUNDRED, HUNDRED
    if first.low <= 0:
        return None, None
    low = amount.ratio(each.low * HUNDRED, first.high, _PLACES)
    return low, amount.ratio(each.high * HUNDRED, first.low, _PLACES)


def _ties(view: View, context: Context[FlywheelParameters]) -> dict[str, list[Held]]:
    """The first tie of each integrator with a provider, in order of time."""
    ties: dict[str, dict[str, Held]] = defaultdict(dict)
    begun = chain.from_iterable(view.parts.each(_begun_ties))
    for held in sorted(begun, key=in_valid_time):
        event = held.event
        if not isinstance(event, Integrated) or not within(
            event.subject, context.parameters.subject
        ):
            continue
        provider = provider_of(event.subject)
        if provider_of(event.integrator) != provider:
            about = context.parameters.subject or provider
            ties[about].setdefault(event.integrator, held)
    return {provider: list(first.values()) for provider, first in sorted(ties.items())}


def _begun_ties(view: View) -> list[Held]:
    return [held for held in view.of(Integrated).facts if view.has_begun(held)]


def _models(view: View, context: Context[FlywheelParameters]) -> dict[str, list[Held]]:
    """The first launch of each model of a provider, in order of time."""
    by: dict[str, list[Held]] = defaultdict(list)
    for subject, held in chain.from_iterable(view.parts.each(_first_models)):
        by[context.parameters.subject or provider_of(subject)].append(held)
    return dict(sorted(by.items()))


def _first_models(view: View) -> list[tuple[str, Held]]:
    models = view.of(Launched).only(is_of_model)
    return list(first_launches(models).items())


def _counted(
    stage: str, subject: str, begun: Iterable[Held], context: Context[FlywheelParameters]
) -> Iterator[Point]:
    """Nothing where all began at one date."""
    ordered = sorted(begun, key=lambda held: (held.start or 0, _date(held), held.because))
    if len({_date(held) for held in ordered}) < 2:
        return
    so_far: list[Held] = []
    base = since = None
    for date, held in groupby(ordered, key=_date):
        so_far += held
        base, since = base or Decimal(len(so_far)), since or date
        yield Point(
            subject=subject,
            at=date,
            value=amount.ratio(len(so_far) * HUNDRED, base, _PLACES),
            unit="index",
            **rests_on(so_far),
            labels={
                "stage": stage,
                "metric": f"{stage}_so_far",
                "figure": str(len(so_far)),
                "unit": "integrators" if stage == "integrations" else "models",
                "since": since,
            },
            marks=marks(so_far[-1], context.moment),
        )


def _date(held: Held) -> str:
    return held.when.date if held.when else "unknown"
