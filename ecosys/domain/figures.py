"""Figures: what was measured or stated of one thing, by the best source at each date."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ecosys.events.observed import Observed
from ecosys.moment import Held, View
from ecosys.moment.series import Statement
from ecosys.projection import Context, Figure, Point, marks
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
        """What the series of different subjects must share to be compared."""
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


def figure_series(view: View, metric: str) -> list[FigureSeries]:
    """The figures of a metric up to a moment, series by series.

    A figure counts from its date on while its source answers; what is dated "unknown" or only
    "not before" a day counts in no series.
    """
    series = []
    for stated in view.of(Observed, metric={metric}).series.values():
        by: dict[tuple[str, str, str, str, str], dict[str, Measured]] = {}
        for each in _answering(stated, view):
            by.setdefault(_alike(each.event), {}).setdefault(each.held.id, each)
        series += [FigureSeries(*alike, tuple(figures.values())) for alike, figures in by.items()]
    return sorted(series, key=lambda each: (each.subject, each.population, each.unit, each.period))


def _answering(stated: Sequence[Statement], view: View) -> list[Measured]:
    facts = [choice.held for _, choice in view.steps(stated) if choice is not None]
    facts.sort(key=lambda held: (held.start or 0, held.position))
    return [
        Measured(held.event, held)
        for held in facts
        if isinstance(held.event, Observed) and not held.event.occurred.unknown
    ]


def _alike(event: Observed) -> tuple[str, str, str, str, str]:
    """What figures must share to be one series."""
    return (event.subject, event.population or "", event.unit, event.period or "", event.kind)


def compared(first: Measured, last: Measured) -> str | None:
    """How what is computed as `last / first` is meant: `>` where it is at least as much.

    From 2 million to "more than" 3 million it grew by more than half.

    >>> from ecosys.testing import given
    >>> figure = {"type": "observed", "subject": "acme", "metric": "developers", "kind": "stock",
    ...           "unit": "developers", "sources": [{"source": "acme"}]}
    >>> [series] = figure_series(given(
    ...     {**figure, "id": "a", "occurred": "2023", "value": "2000000"},
    ...     {**figure, "id": "b", "occurred": "2024", "value": "3000000", "comparator": ">"},
    ... ).view(), "developers")
    >>> compared(*series.figures)
    '>'
    """
    signs = (first.event.comparator, last.event.comparator)
    more = signs[1] in MORE or signs[0] in LESS
    less = signs[1] in LESS or signs[0] in MORE
    if more != less:
        return ">" if more else "<"
    return "~" if more or "~" in signs else None


def figures(view: View, metrics: Collection[str], *, each_voice: bool = False) -> list[Held]:
    """The figures in force: of each subject, metric and population the newest.

    Sources compete for a figure of one population; with `each_voice` each one's newest is given,
    as it must be where every one speaks of a case of its own.
    """
    measured = view.of(Observed, metric=metrics).series.values()
    parts = (part for stated in measured for part in _parts(stated, each_voice=each_voice))
    choices = (view.choose(part) for part in parts)
    return sorted((choice.held for choice in choices if choice), key=_order)


def _parts(stated: Sequence[Statement], *, each_voice: bool) -> Iterable[Sequence[Statement]]:
    if not each_voice:
        return [stated]
    voices: dict[str, list[Statement]] = defaultdict(list)
    for statement in stated:
        voices[statement.held.voice].append(statement)
    return voices.values()


def figure_point(held: Held, context: Context[Any], labels: Mapping[str, str]) -> Point:
    """A stated figure as a point, in its own unit and as exactly as it is meant."""
    event = held.event
    assert isinstance(event, Observed)
    return Point(
        subject=event.subject,
        at=event.occurred.date,
        value=event.value,
        high=event.high,
        comparator=None if event.comparator == "=" else event.comparator,
        unit=event.unit,
        because=held.because,
        events=held.events,
        labels=labels,
        marks=marks(held, context.moment),
    )


def survey_point(held: Held, context: Context[Any], statistic: str, **labels: str) -> Point:
    """A stated figure as a point, with all that it needs to be read rightly."""
    event = held.event
    assert isinstance(event, Observed)
    details = {
        "metric": event.metric,
        "population": event.population,
        "sample": None if event.sample is None else str(event.sample),
        "method": event.method,
        "kind": event.kind,
        "voice": held.voice,
        "via": event.via,
        "confidence": event.confidence,
    }
    known = {name: value for name, value in details.items() if value is not None}
    return figure_point(held, context, {"statistic": statistic, **known, **labels})


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
