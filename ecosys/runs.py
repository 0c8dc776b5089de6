"""Runs: how what was measured of one thing ran, by the best source at each date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ecosys.events.observed import Observed
from ecosys.moment import Held
from ecosys.moment.series import Statement, statements, steps
from ecosys.values import amount

MORE, LESS = (">", ">="), ("<", "<=")
"""Comparators of a figure that is a lower or an upper bound."""


@dataclass(frozen=True, slots=True)
class Run:
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

    def tell(self) -> str:
        """The figure in digits, as it is meant: `> 4000000`, `10000..99999`."""
        upto = "" if self.event.high is None else f"..{amount.text(self.event.high)}"
        sign = "" if self.event.comparator == "=" else f"{self.event.comparator} "
        return f"{sign}{amount.text(self.event.value)}{upto}"


def runs(facts: Iterable[Held], metric: str, ranks: Mapping[str, int], as_of: int) -> list[Run]:
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
        found += [Run(*alike, tuple(figures.values())) for alike, figures in by.items()]
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
