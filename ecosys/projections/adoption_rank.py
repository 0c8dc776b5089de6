"""adoption_rank: whose figure passed a threshold in the fewest days from the launch."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ecosys.event.subject import within
from ecosys.moment import Held
from ecosys.projection import Context, Coverage, Figure, Lineage, Parameters, Point, projection
from ecosys.projection.groups import too_few
from ecosys.values import amount, when
from ecosys.values.amount import Quantity
from ecosys.values.instant import DAY
from ecosys.values.when import UNKNOWN

MIN_RANKED = 2
"""A rank among one says nothing."""


class AdoptionRankParameters(Parameters):
    """What counts as adopted, as in time_to_adoption."""

    metric: str = "github_stars"
    """The metric whose figures are watched."""
    threshold: Quantity = Decimal(80_000)
    """The figure to be reached."""


@projection(
    takes=["launched", "observed"],
    unit="rank",
    version=1,
    per="all",
    parameters=AdoptionRankParameters,
)
def adoption_rank(
    events: Sequence[Held], context: Context[AdoptionRankParameters]
) -> Iterator[Point | Coverage]:
    """The rank of a subject by the days from its launch until a figure passed a threshold.

    Rank = 1 + how many subjects took fewer days; equal days share the better rank. The days are
    those of time_to_adoption, no more exact than the figures are: where one subject is measured
    daily and another monthly, a lead of less than a month is none. A subject whose launch is not
    known to the day, or whose figure has no date, has no rank but a point without a value (label
    missing), and one that never passed the threshold has no point, so a rank says nothing of those
    left out; the label `of` tells how many are compared. Unit: rank, 1 the fewest days.
    Definition: ours, the standard competition ranking of time_to_adoption.
    """
    if context.points is None or not events:
        return
    chosen = context.parameters
    passed = context.points("time_to_adoption", metric=chosen.metric, threshold=chosen.threshold)
    ranked = [(days, each) for each in passed if (days := _days(each)) is not None]
    unknown = [each for each in passed if _days(each) is None]
    ranked.sort(key=lambda pair: (pair[0], pair[1].subject))
    reason = too_few(len(ranked), "subjects with known days", MIN_RANKED)
    for days, each in ranked:
        if reason is None and within(each.subject, chosen.subject):
            yield _rank(each, days, ranked, context)
    for each in unknown:
        if within(each.subject, chosen.subject):
            yield _point(
                each, None, (each,), context, missing="the days from its launch are not known"
            )
    yield Coverage(
        definition=f"subjects with {chosen.metric} of {amount.text(chosen.threshold)} or more on "
        "a known date and a launch known to the day; those that never passed it are not ranked",
        included=tuple(_figure(days, each, context) for days, each in ranked),
        missing=tuple(sorted(each.subject for each in unknown)),
        reason=reason,
    )


def _days(passed: Point) -> Decimal | None:
    """The days that a subject took; None also where nothing says when it passed."""
    return None if passed.at == UNKNOWN else passed.value


def _rank(
    own: Point,
    days: Decimal,
    ranked: Sequence[tuple[Decimal, Point]],
    context: Context[AdoptionRankParameters],
) -> Point:
    rank = Decimal(1 + sum(other < days for other, _ in ranked))
    labels = {"days": amount.text(days), "of": str(len(ranked))}
    return _point(own, rank, [each for _, each in ranked], context, **labels)


def _point(
    own: Point,
    rank: Decimal | None,
    compared: Sequence[Point],
    context: Context[AdoptionRankParameters],
    **labels: str,
) -> Point:
    chosen = context.parameters
    return Point(
        subject=own.subject,
        at=own.at,
        value=rank,
        unit="rank",
        **_lineage(compared),
        labels={"metric": chosen.metric, "threshold": amount.text(chosen.threshold), **labels},
        marks=own.marks,
    )


def _lineage(points: Sequence[Point]) -> Lineage:
    return Lineage(
        because=tuple(sorted({at for each in points for at in each.because})),
        events=tuple(dict.fromkeys(id for each in points for id in each.events)),
    )


def _figure(days: Decimal, each: Point, context: Context[AdoptionRankParameters]) -> Figure:
    age = (context.moment.as_of - when.parse(each.at).start) // DAY
    return Figure(each.subject, each.at, days, age)
