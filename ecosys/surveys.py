"""Surveys: figures that were stated about a market, each beside its source and population."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ecosys.events.observed import Observed
from ecosys.moment import Held
from ecosys.moment.series import Statement, choose, statements
from ecosys.projection import Ask, Figure, Point, marks, rests_on
from ecosys.values.amount import text
from ecosys.values.instant import DAY


def figures(
    facts: Iterable[Held],
    metrics: Collection[str],
    as_of: int,
    ranks: Mapping[str, int],
    *,
    each_voice: bool = False,
) -> list[Held]:
    """The figures in force: of each subject, metric and population the newest.

    Sources compete for a figure of one population; with `each_voice` each one's newest is given,
    as it must be where every one speaks of a case of its own.
    """
    wanted = [
        held for held in facts if isinstance(held.event, Observed) and held.event.metric in metrics
    ]
    said = [
        part for each in statements(wanted).values() for part in _parts(each, each_voice=each_voice)
    ]
    chosen = (choose(part, as_of, ranks) for part in said)
    return sorted((each.statement.held for each in chosen if each), key=_order)


def _parts(said: list[Statement], *, each_voice: bool) -> Iterable[list[Statement]]:
    if not each_voice:
        return [said]
    voices: dict[str, list[Statement]] = defaultdict(list)
    for statement in said:
        voices[statement.held.voice].append(statement)
    return voices.values()


def survey_point(held: Held, ask: Ask[Any], statistic: str, **labels: str) -> Point:
    """A stated figure as a point, with all that it needs to be read rightly."""
    event = held.event
    assert isinstance(event, Observed)
    told = {
        "metric": event.metric,
        "population": event.population,
        "sample": None if event.sample is None else str(event.sample),
        "method": event.method,
        "kind": event.kind,
        "voice": held.voice,
        "via": event.via,
        "confidence": event.confidence,
    }
    return Point(
        subject=event.subject,
        at=event.occurred.date,
        value=event.value,
        high=event.high,
        comparator=None if event.comparator == "=" else event.comparator,
        unit=event.unit,
        **rests_on([held]),
        labels={
            "statistic": statistic,
            **{name: value for name, value in told.items() if value is not None},
            **labels,
        },
        marks=marks(held, ask.moment),
    )


def figure(held: Held, as_of: int) -> Figure:
    """A stated figure with its age."""
    event = held.event
    assert isinstance(event, Observed)
    age = (as_of - event.occurred.start) // DAY
    return Figure(event.subject, event.occurred.date, event.value, age)


def _order(held: Held) -> tuple[int, str, str, str]:
    event = held.event
    assert isinstance(event, Observed)
    return (held.start or 0, event.metric, event.population or "", text(event.value))
