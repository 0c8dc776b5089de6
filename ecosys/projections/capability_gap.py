"""capability_gap: how far the best closed model is ahead of the best one with open weights."""

from collections.abc import Iterator, Sequence

from ecosys import openness, scores
from ecosys.event.subject import provider_of
from ecosys.moment import Held
from ecosys.projection import Ask, Coverage, Figure, Parameters, Point, projection, rests_on
from ecosys.scores import Score, Table
from ecosys.values import amount
from ecosys.values.instant import DAY

MARKET = "market"
"""The subject of what is said of all providers together."""


class CapabilityGapParameters(Parameters):
    """By which figures to compare."""

    metric: str = "arena_text_rating"
    """The rating or benchmark: `arena_text_rating`, `mmlu`, `gpqa`, `swe_bench_verified` ..."""


@projection(
    takes=["observed", *openness.TAKES],
    unit="points of the metric",
    version=1,
    per="all",
    parameters=CapabilityGapParameters,
)
def capability_gap(
    events: Sequence[Held], ask: Ask[CapabilityGapParameters]
) -> Iterator[Point | Coverage]:
    """How many points the best closed model is ahead of the best open-weight one, date by date.

    Gap = the highest figure among models with closed weights minus the highest among those with
    open weights; below zero the open ones lead. The scale of a rating (`..._rating`) moves with the
    models that it compares and was set anew in December 2023: such figures are compared only within
    one table, of one source and date, and gaps of two dates differ also by that. Other benchmarks
    are compared as records so far: a point wherever a record changes. A provider's points are the
    lead of its own best model over the best open one (`part: lead`). Models of which nobody says
    whether their weights are open are left out and named. Points of another metric are another
    scale. Definition: ours, after the usual comparison of the best open and closed models.
    """
    chosen = ask.parameters
    found, unstated = scores.tables(events, chosen.metric, ask.moment.as_of, ask.ranks)
    shown: dict[str, object] = {}
    for table in found:
        for each in _points(table, ask):
            said = (each.value, each.labels)
            if chosen.metric.endswith(scores.RATING) or shown.get(each.subject) != said:
                yield each
            shown[each.subject] = said
    compared = [table for table in found if table.best_open and table.best_closed]
    yield Coverage(
        definition=f"models with a figure of {chosen.metric} in the log: the best of each side, or "
        "all of a table; not all models of the time",
        included=tuple(_figures(compared[-1], ask)) if compared else (),
        missing=tuple(sorted(unstated)),
        reason=None if compared else "not enough facts: no date with an open and a closed model",
    )


def _points(table: Table, ask: Ask[CapabilityGapParameters]) -> Iterator[Point]:
    """The gap of a table, and the lead of each provider's best model."""
    asked = ask.parameters.subject
    if asked in (None, MARKET):
        yield _gap(table, ask)
    leaders: dict[str, Score] = {}
    for score in table.scores:
        leaders.setdefault(provider_of(score.subject), score)
    for provider, score in sorted(leaders.items()):
        if asked is None or provider == provider_of(asked):
            yield _lead(provider, score, table, ask)


def _gap(table: Table, ask: Ask[CapabilityGapParameters]) -> Point:
    sides = {"closed": table.best_closed, "open": table.best_open}
    labels = {side: _told(score) for side, score in sides.items() if score}
    if unknown := [side for side, score in sides.items() if score is None]:
        labels["missing"] = f"no {unknown[0]} model"
    return _point(MARKET, "gap", (table.best_closed, table.best_open), table, ask, labels)


def _lead(provider: str, score: Score, table: Table, ask: Ask[CapabilityGapParameters]) -> Point:
    labels = {"model": _told(score), "weights": "open" if score.weights.open else "closed"}
    labels |= {"open": _told(table.best_open)} if table.best_open else {"missing": "no open model"}
    return _point(provider, "lead", (score, table.best_open), table, ask, labels)


def _point(
    subject: str,
    part: str,
    pair: tuple[Score | None, Score | None],
    table: Table,
    ask: Ask[CapabilityGapParameters],
    labels: dict[str, str],
) -> Point:
    upper, lower = pair
    labels = {"metric": ask.parameters.metric, "part": part, **labels}
    return Point(
        subject=subject,
        at=table.at,
        value=upper.value - lower.value if upper and lower else None,
        unit=f"points of {ask.parameters.metric}",
        **rests_on(held for each in pair if each for held in (each.held, each.weights.held)),
        labels=labels | ({"voice": table.voice} if table.voice else {}),
    )


def _told(score: Score) -> str:
    return f"{score.subject} {amount.text(score.value)}"


def _figures(table: Table, ask: Ask[CapabilityGapParameters]) -> Iterator[Figure]:
    for score in (table.best_closed, table.best_open):
        if score and score.held.event.when:
            when = score.held.event.when
            age = (ask.moment.as_of - when.start) // DAY
            yield Figure(score.subject, when.date, score.value, age)
