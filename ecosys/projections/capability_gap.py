"""capability_gap: how far the best closed model is ahead of the best one with open weights."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from ecosys.domain import open_weights
from ecosys.domain.open_weights import Openness, OpenWeights
from ecosys.event.subject import provider_of
from ecosys.events.observed import Observed
from ecosys.moment import Held, View
from ecosys.projection import Context, Coverage, Figure, Parameters, Point, projection, rests_on
from ecosys.projection.groups import MARKET
from ecosys.values import amount
from ecosys.values.instant import DAY, midnight

RATING = "_rating"
"""How the ids of metrics end whose scale moves with the models that are compared."""


@dataclass(frozen=True, slots=True)
class Score:
    """A model's figure in a table, and the statement that its weights are open or not."""

    subject: str
    value: Decimal
    held: Held
    weights: Openness


@dataclass(frozen=True, slots=True)
class Table:
    """Figures that may be compared with each other, and their date."""

    at: str
    start: int
    voice: str
    scores: tuple[Score, ...]
    """The best first."""

    def best(self, *, is_open: bool) -> Score | None:
        """The best model of one side."""
        return next((each for each in self.scores if each.weights.open == is_open), None)

    @property
    def best_open(self) -> Score | None:
        """The best model with open weights."""
        return self.best(is_open=True)

    @property
    def best_closed(self) -> Score | None:
        """The best model with closed weights."""
        return self.best(is_open=False)


Group = tuple[int, str, Sequence[Held]]


def tables(view: View, metric: str) -> tuple[list[Table], set[str]]:
    """The tables in order of their dates, and the models of which nobody says if they are open.

    A rating is compared within one source and date alone; any other figure with the newest of all
    other models so far.
    """
    figures = view.of(Observed, lambda event: not event.occurred.unknown, metric={metric}).begun()
    weights = OpenWeights(view)
    groups = _alike(figures.facts) if metric.endswith(RATING) else _so_far(figures)
    unstated: set[str] = set()
    return [_table(group, weights, unstated) for group in groups], unstated


def _alike(figures: Iterable[Held]) -> list[Group]:
    """The figures of each date and source."""
    by: dict[tuple[int, str], list[Held]] = defaultdict(list)
    for held in figures:
        by[held.start or 0, held.voice].append(held)
    return [(start, voice, facts) for (start, voice), facts in sorted(by.items())]


def _so_far(figures: View) -> list[Group]:
    """The figures in force at each date that has a new one."""
    groups: list[Group] = []
    for start in sorted({held.start or 0 for held in figures.facts}):
        choices = (figures.at(start).choose(stated) for stated in figures.series.values())
        groups.append((start, "", [choice.held for choice in choices if choice]))
    return groups


def _table(group: Group, weights: OpenWeights, unstated: set[str]) -> Table:
    start, voice, facts = group
    scores = []
    for held in facts:
        event = held.event
        assert isinstance(event, Observed)
        stated = weights.of(event.subject, midnight(start) + DAY - 1)
        if stated is None:
            unstated.add(event.subject)
        else:
            scores.append(Score(event.subject, event.value, held, stated))
    newest = max(facts, key=lambda held: (held.start or 0, held.position)).event
    scores.sort(key=attrgetter("subject"))
    scores.sort(key=attrgetter("value"), reverse=True)
    return Table(newest.when.date if newest.when else "", start, voice, tuple(scores))


class CapabilityGapParameters(Parameters):
    """By which figures to compare."""

    metric: str = "arena_text_rating"
    """The rating or benchmark: `arena_text_rating`, `mmlu`, `gpqa`, `swe_bench_verified` ..."""


def _reads(held: Held, chosen: CapabilityGapParameters) -> bool:
    event = held.of(Observed)
    return open_weights.speaks(held) if event is None else event.metric == chosen.metric


@projection(
    takes=["observed", *open_weights.TAKES],
    unit="points of the metric",
    version=1,
    per="all",
    parameters=CapabilityGapParameters,
    reads=_reads,
)
def capability_gap(
    events: Sequence[Held], context: Context[CapabilityGapParameters]
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
    chosen = context.parameters
    dated, unstated = tables(context.view(events), chosen.metric)
    shown: dict[str, object] = {}
    for table in dated:
        for point in _points(table, context):
            content = (point.value, point.labels)
            if chosen.metric.endswith(RATING) or shown.get(point.subject) != content:
                yield point
            shown[point.subject] = content
    compared = [table for table in dated if table.best_open and table.best_closed]
    yield Coverage(
        definition=f"models with a figure of {chosen.metric} in the log: the best of each side, or "
        "all of a table; not all models of the time",
        included=tuple(_figures(compared[-1], context)) if compared else (),
        missing=tuple(sorted(unstated)),
        reason=None if compared else "not enough facts: no date with an open and a closed model",
    )


def _points(table: Table, context: Context[CapabilityGapParameters]) -> Iterator[Point]:
    """The gap of a table, and the lead of each provider's best model."""
    asked = context.parameters.subject
    if asked in (None, MARKET):
        yield _gap(table, context)
    leaders: dict[str, Score] = {}
    for score in table.scores:
        leaders.setdefault(provider_of(score.subject), score)
    for provider, score in sorted(leaders.items()):
        if asked is None or provider == provider_of(asked):
            yield _lead(provider, score, table, context)


def _gap(table: Table, context: Context[CapabilityGapParameters]) -> Point:
    sides = {"closed": table.best_closed, "open": table.best_open}
    labels = {side: _describe(score) for side, score in sides.items() if score}
    if unknown := [side for side, score in sides.items() if score is None]:
        labels["missing"] = f"no {unknown[0]} model"
    return _point(MARKET, "gap", (table.best_closed, table.best_open), table, context, labels)


def _lead(
    provider: str, score: Score, table: Table, context: Context[CapabilityGapParameters]
) -> Point:
    labels = {"model": _describe(score), "weights": "open" if score.weights.open else "closed"}
    labels |= (
        {"open": _describe(table.best_open)} if table.best_open else {"missing": "no open model"}
    )
    return _point(provider, "lead", (score, table.best_open), table, context, labels)


def _point(
    subject: str,
    part: str,
    pair: tuple[Score | None, Score | None],
    table: Table,
    context: Context[CapabilityGapParameters],
    labels: dict[str, str],
) -> Point:
    upper, lower = pair
    labels = {"metric": context.parameters.metric, "part": part, **labels}
    return Point(
        subject=subject,
        at=table.at,
        value=upper.value - lower.value if upper and lower else None,
        unit=f"points of {context.parameters.metric}",
        **rests_on(held for each in pair if each for held in (each.held, each.weights.held)),
        labels=labels | ({"voice": table.voice} if table.voice else {}),
    )


def _describe(score: Score) -> str:
    return f"{score.subject} {amount.text(score.value)}"


def _figures(table: Table, context: Context[CapabilityGapParameters]) -> Iterator[Figure]:
    for score in (table.best_closed, table.best_open):
        if score and score.held.event.when:
            when = score.held.event.when
            age = (context.moment.as_of - when.start) // DAY
            yield Figure(score.subject, when.date, score.value, age)
