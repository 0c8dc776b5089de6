"""switching_cost: what it takes to change the provider, as far as anybody has said."""

from collections.abc import Iterator, Sequence

from ecosys.domain.figures import figure, figures, survey_point
from ecosys.event.subject import provider_of
from ecosys.events.observed import Observed
from ecosys.moment import Held
from ecosys.projection import Context, Coverage, Parameters, Point, projection, rests_on
from ecosys.projection.groups import MARKET
from ecosys.values.instant import day_of

EFFORT = ("migration_cost", "migration_weeks", "feature_freeze_weeks", "fine_tune_redo_cost")
"""What a change takes: money, or time."""
BELIEF = ("believes_switch_1_day", "believes_switch_2_5_days", "believes_switch_4_weeks")
"""What those asked believe that a change would take."""
EXPERIENCE = (
    "attempted_migration",
    "migration_failed_or_harder",
    "migration_smooth",
    "switched_provider",
    "upgraded_within_provider",
)
"""Who has changed, and how that went."""
FEAR = ("fears_lock_in",)
"""Who is afraid of not being able to change."""
KINDS = {
    metric: kind
    for kind, metrics in (
        ("effort", EFFORT),
        ("belief", BELIEF),
        ("experience", EXPERIENCE),
        ("fear", FEAR),
    )
    for metric in metrics
}
NEIGHBOUR = "platform migration"
"""How a figure says that it is about software platforms of any kind, not about models."""


def _reads(held: Held, _: Parameters) -> bool:
    event = held.of(Observed)
    return event is not None and event.metric in KINDS


@projection(takes=["observed"], unit="as stated", version=1, per="all", reads=_reads)
def switching_cost(
    events: Sequence[Held], context: Context[Parameters]
) -> Iterator[Point | Coverage]:
    """What a change of provider takes: each stated figure, and the range of them, no average.

    Thin evidence: single cases, estimates by sellers of advice, and surveys, most of them about
    any provider (subject market) and at second hand. Each voice's newest figure of a population
    is a point (statistic: figure) with its metric, population, sample, method, voice and what it
    is about (effort, belief, experience, fear): look at these before the number. For each
    metric of effort the range runs from the lowest to the highest end of its figures (statistic:
    range); figures of different metrics are never mixed, money is not turned into time, and none
    is averaged. What is about platform migrations in general is labelled scope: neighbour and
    kept out of the range. For a provider of whom no figure speaks the range is not known, whatever
    the market's. Definition: ours; switching costs as economists use the word (what a buyer must
    spend to change the supplier), as far as they have been stated.
    """
    stated = figures(context.view(events), tuple(KINDS), each_voice=True)
    asked = context.parameters.subject
    subject = MARKET if asked is None else asked
    shown = [held for held in stated if _is_about(held, asked)]
    for held in shown:
        labels = {"about": KINDS[_event(held).metric]}
        if _neighbour(held):
            labels["scope"] = "neighbour"
        yield survey_point(held, context, "figure", **labels)
    if stated:
        yield from _ranges(subject, [held for held in shown if not _neighbour(held)], context)
    yield Coverage(
        definition="stated efforts of changing the provider of language models: cases, estimates "
        "and surveys, not a measurement",
        included=tuple(figure(held, context.moment.as_of) for held in shown),
        missing=tuple(metric for metric in EFFORT if not _of(metric, shown)),
        reason=None if shown else "not enough facts: no figure speaks of it",
    )


def _ranges(subject: str, stated: Sequence[Held], context: Context[Parameters]) -> Iterator[Point]:
    for metric in EFFORT:
        measured = _of(metric, stated)
        ends = [(_event(held).value, _event(held).high or _event(held).value) for held in measured]
        low = min((low for low, _ in ends), default=None)
        high = max((high for _, high in ends), default=None)
        yield Point(
            subject=subject,
            at=day_of(context.moment.as_of),
            value=low,
            high=None if high == low else high,
            unit=_event(measured[0]).unit if measured else _unit(metric),
            **rests_on(measured),
            labels={"statistic": "range", "metric": metric, "figures": str(len(measured))},
        )


def _of(metric: str, stated: Sequence[Held]) -> list[Held]:
    return [held for held in stated if _event(held).metric == metric]


def _unit(metric: str) -> str:
    return "weeks" if metric.endswith("weeks") else "USD"


def _is_about(held: Held, asked: str | None) -> bool:
    return asked is None or provider_of(_event(held).subject) == provider_of(asked)


def _neighbour(held: Held) -> bool:
    return NEIGHBOUR in (_event(held).method or "")


def _event(held: Held) -> Observed:
    assert isinstance(held.event, Observed)
    return held.event
