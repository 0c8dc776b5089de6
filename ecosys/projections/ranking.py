"""ranking: who has the highest, or the lowest, newest figure of a metric."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from ecosys.domain.figures import LESS, Measured
from ecosys.event.subject import within
from ecosys.events.observed import Observed
from ecosys.moment import Held
from ecosys.projection import (
    Context,
    Coverage,
    Figure,
    Parameters,
    Point,
    marks,
    projection,
    rests_on,
)
from ecosys.projection.groups import too_few
from ecosys.values.instant import DAY

MIN_RANKED = 2
"""A rank among one says nothing."""


class RankingParameters(Parameters):
    """What is ranked."""

    metric: str = "github_stars"
    """The metric whose figures are compared: `github_stars`, `arena_text_rating`, `mmlu`."""
    order: Literal["highest", "lowest"] = "highest"
    """Which end has rank 1."""


def _reads(held: Held, chosen: RankingParameters) -> bool:
    event = held.of(Observed)
    return event is not None and event.metric == chosen.metric


@projection(
    takes=["observed"],
    unit="rank",
    version=1,
    per="all",
    parameters=RankingParameters,
    reads=_reads,
)
def ranking(
    events: Sequence[Held], context: Context[RankingParameters]
) -> Iterator[Point | Coverage]:
    """The rank of each subject by its newest figure of one metric at `as_of`.

    Rank = 1 + how many subjects have a higher figure (with order lowest: a lower one); equal
    figures share the better rank. Only figures of one unit and period are compared: dollars never
    with euros. A range ranks by its lower end, and "about" or "more than" a number by that number;
    "less than" one has no rank. Of a subject measured in several populations the figure that
    begins last is taken, whichever population it is of. The figures are of different days, and
    the ages in the coverage tell how different. Unit: rank. Definition: ours, the standard
    competition ranking.
    """
    missing: list[str] = []
    alike: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    for subject, newest in _newest(events, context).items():
        if newest.event.occurred.unknown or newest.event.comparator in LESS:
            missing.append(subject)
        else:
            alike[newest.event.unit, newest.event.period or ""].append(newest)
    included: list[Measured] = []
    for _, figures in sorted(alike.items()):
        if len(figures) < MIN_RANKED:
            missing += [each.event.subject for each in figures]
            continue
        included += figures
        yield from _ranked(figures, context)
    most = max(map(len, alike.values()), default=0)
    yield Coverage(
        definition=f"subjects with a dated figure of {context.parameters.metric} that is not only "
        "an upper bound, of a unit and period that another one has too",
        included=tuple(_figure(each, context) for each in included),
        missing=tuple(sorted(missing)),
        reason=too_few(most, "comparable subjects", MIN_RANKED),
    )


def _newest(events: Sequence[Held], context: Context[RankingParameters]) -> dict[str, Measured]:
    """Of each subject the figure in force that begins last, of any population."""
    metric = context.parameters.metric
    by: dict[str, list[Measured]] = defaultdict(list)
    for choice in context.view(events).of(Observed, metric={metric}).in_force():
        if isinstance(event := choice.held.event, Observed):
            by[event.subject].append(Measured(event, choice.held))
    return {subject: max(figures, key=_begun) for subject, figures in by.items()}


def _begun(each: Measured) -> tuple[int, int, int]:
    return (each.event.occurred.start, each.held.known_from, each.held.position)


def _ranked(figures: Sequence[Measured], context: Context[RankingParameters]) -> Iterator[Point]:
    sign = -1 if context.parameters.order == "highest" else 1
    for own in sorted(figures, key=lambda each: (sign * each.low, each.event.subject)):
        if not within(own.event.subject, context.parameters.subject):
            continue
        better = sum(sign * each.low < sign * own.low for each in figures)
        yield Point(
            subject=own.event.subject,
            at=own.at,
            value=Decimal(1 + better),
            unit="rank",
            **rests_on(each.held for each in figures),
            labels={
                "metric": context.parameters.metric,
                "figure": own.describe(),
                "of": str(len(figures)),
            },
            marks=marks(own.held, context.moment),
        )


def _figure(each: Measured, context: Context[RankingParameters]) -> Figure:
    age = (context.moment.as_of - each.event.occurred.start) // DAY
    return Figure(each.event.subject, each.at, each.low, age)
