"""Scores: models' figures of a rating or benchmark that may be compared with each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from ecosys.events.observed import Observed
from ecosys.moment import Held
from ecosys.moment.series import choose, statements
from ecosys.openness import Openness, Weights
from ecosys.values.instant import BEFORE_ALL, DAY, midnight

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


def tables(
    events: Sequence[Held], metric: str, as_of: int, ranks: Mapping[str, int]
) -> tuple[list[Table], set[str]]:
    """The tables in order of their dates, and the models of which nobody says if they are open.

    A rating is compared within one source and date alone; any other figure with the newest of all
    other models so far.
    """
    figures = [
        held
        for held in events
        if isinstance(held.event, Observed)
        and held.event.metric == metric
        and held.start is not None
        and BEFORE_ALL < held.start <= as_of
    ]
    weights = Weights(events, ranks)
    groups = _alike(figures) if metric.endswith(RATING) else _so_far(figures, ranks)
    unstated: set[str] = set()
    found = [_table(group, weights, unstated) for group in groups]
    return found, unstated


def _alike(figures: Iterable[Held]) -> list[Group]:
    """The figures of each date and source."""
    by: dict[tuple[int, str], list[Held]] = defaultdict(list)
    for held in figures:
        by[held.start or 0, held.voice].append(held)
    return [(start, voice, found) for (start, voice), found in sorted(by.items())]


def _so_far(figures: Sequence[Held], ranks: Mapping[str, int]) -> list[Group]:
    """The figures in force at each date that has a new one."""
    said = statements(figures)
    found: list[Group] = []
    for start in sorted({held.start or 0 for held in figures}):
        choices = (choose(each, start, ranks) for each in said.values())
        found.append((start, "", [each.statement.held for each in choices if each]))
    return found


def _table(group: Group, weights: Weights, unstated: set[str]) -> Table:
    start, voice, found = group
    scores = []
    for held in found:
        event = held.event
        assert isinstance(event, Observed)
        stated = weights.of(event.subject, midnight(start) + DAY - 1)
        if stated is None:
            unstated.add(event.subject)
        else:
            scores.append(Score(event.subject, event.value, held, stated))
    newest = max(found, key=lambda held: (held.start or 0, held.position)).event
    scores.sort(key=attrgetter("subject"))
    scores.sort(key=attrgetter("value"), reverse=True)
    return Table(newest.when.date if newest.when else "", start, voice, tuple(scores))
