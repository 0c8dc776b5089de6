"""Figures: what was measured or stated of one thing, by the best source at each date."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ecosys.events.observed import Observed
from ecosys.moment import Held
from ecosys.moment.series import Statement, choose, statements, steps
from ecosys.projection import Context, Figure, Point, marks, rests_on
from ecosys.values import amount
from ecosys.values.amount import text
from ecosys.values.instant import DAY

MORE, LESS = (">", ">="), ("<", "<=")
"""Comparators of a figure that is a lower or an upper bound."""


@dataclass(frozen=True, slots=True)
class FigureSeries:
    """The figures of one subject that count the same: metric, population, unit and period."""

    subject: str
    population: str
    unit: str
    period: str
    kind: str
    figures: tuple["Measured", ...]
    """In order of time."""

    @property
    def alike(self) -> tuple[str, str, str, str]:
        """What runs of different subjects must share to be compared."""
        return (self.population, self.unit, self.period, self.kind)


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure and what states it."""

    event: Observed
    held: Held

    @property
    def low(self) -> Decimal:
        """The figure; the lower end of a range."""
        return self.event.value

    @property
    def high(self) -> Decimal:
        """The figure; the upper end of a range."""
        return self.event.value if self.event.high is None else self.event.high

    @property
    def at(self) -> str:
        """Its date."""
        return self.event.occurred.date

    def describe(self) -> str:
        """The figure in digits, as it is meant: `> 4000000`, `10000..99999`."""
        upto = "" if self.event.high is None else f"..{amount.text(self.event.high)}"
        sign = "" if self.event.comparator == "=" else f"{self.event.comparator} "
        return f"{sign}{amount.text(self.event.value)}{upto}"


def figure_series(
    facts: Iterable[Held], metric: str, ranks: Mapping[str, int], as_of: int
) -> list[FigureSeries]:
    """The figures of a metric up to a moment, run by run.

    A figure counts from its date on while its source answers; what is dated "unknown" or only
    "not before" a day counts in no run.
    """
    wanted = [
        held for held in facts if isinstance(held.event, Observed) and held.event.metric == metric
    ]
    found = []
    for said in statements(wanted).values():
        by: dict[tuple[str, str, str, str, str], dict[str, Measured]] = {}
        for each in _answering(said, ranks, as_of):
            by.setdefault(_alike(each.event), {}).setdefault(each.held.id, each)
        found += [FigureSeries(*alike, tuple(figures.values())) for alike, figures in by.items()]
    return sorted(found, key=lambda run: (run.subject, run.population, run.unit, run.period))


def _answering(said: list[Statement], ranks: Mapping[str, int], as_of: int) -> list[Measured]:
    held = [choice.statement.held for _, choice in steps(said, ranks, as_of) if choice is not None]
    held.sort(key=lambda each: (each.start or 0, each.position))
    return [
        Measured(each.event, each)
        for each in held
        if isinstance(each.event, Observed) and not each.event.occurred.unknown
    ]


def _alike(event: Observed) -> tuple[str, str, str, str, str]:
    """What figures must share to be one run."""
    return (event.subject, event.population or "", event.unit, event.period or "", event.kind)


def compared(first: Measured, last: Measured) -> str | None:
    """How what is computed as `last / first` is meant: `>` where it is at least as much."""
    signs = (first.event.comparator, last.event.comparator)
    more = signs[1] in MORE or signs[0] in LESS
    less = signs[1] in LESS or signs[0] in MORE
    if more != less:
        return ">" if more else "<"
    return "~" if more or "~" in signs else None


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


def survey_point(held: Held, context: Context[Any], statistic: str, **labels: str) -> Point:
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
        marks=marks(held, context.moment),
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
