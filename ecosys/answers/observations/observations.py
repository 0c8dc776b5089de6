"""The answers: how much by whom and when, and the figures behind one point."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.observations.fold import (
    GROUPS,
    PERIODS,
    Asked,
    File,
    Single,
    fold,
    lineage,
)
from ecosys.answers.observations.folder import find
from ecosys.errors import InvalidInput, NotFound
from ecosys.events.observed import Observed
from ecosys.events.segment_named import SegmentNamed
from ecosys.moment import Held, Moment
from ecosys.paths import segments
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.amount import Number
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, is_none
from ecosys.values.words import suggest

MOST_FIGURES = 100_000
"""How many figures are shown one by one."""


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """Figures of a period, added up."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    subject: str
    """By whom: a subject, or a provider with all beneath it."""
    at: str
    """The period: `2025`, `2025-06`, `2025-06-10`."""
    value: Number
    """How much: flows of a day added up; of all else the last figure of each subject."""
    unit: str
    """What is counted."""
    kind: str
    """stock, flow, share, score, ratio or estimate."""
    figures: int
    """How many figures it rests on."""
    because: tuple[int, ...]
    """Positions of the events that state them, or name the files in which they stand."""
    events: tuple[str, ...]
    """Ids of these events."""
    period: Annotated[str | None, Field(exclude_if=is_none)] = None
    """Over how long a flow was counted."""
    population: Annotated[str | None, Field(exclude_if=is_none)] = None
    """Who was asked or counted."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure, and where it stands."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    subject: str
    """What it is about."""
    day: str
    """Its day."""
    value: Number
    """The figure."""
    unit: str
    """What is counted."""
    stated: str
    """The day on which it was stated."""
    position: int
    """The position of the event that states it, or names the file in which it stands."""
    row: int | None
    """Its row in that file, from 0; null: it is an event of its own."""
    event: str
    """The id of that event."""


@dataclass(frozen=True, slots=True)
class _Alike:
    """What figures share that may be added up."""

    kind: str
    unit: str
    period: str | None
    population: str | None


@dataclass(frozen=True, slots=True)
class _Stated:
    """What states figures that count the same."""

    files: list[File]
    singles: list[Single]

    @property
    def ids(self) -> dict[int, str]:
        """The ids of the events at the positions of what is stated."""
        named = {each.position: each.id for each in self.files}
        return named | {each.position: each.id for each in self.singles}


def observations(
    timeline: Timeline,
    moment: Moment,
    metric: str,
    by: str = "provider",
    every: str = "year",
    subject: str | None = None,
) -> Answer[ObservationRow]:
    """The figures of a metric by period, and by provider or subject.

    They are those of segments and of `observed` events alike; what differs in kind, unit, period
    or population is never added up. NotFound: nothing states the metric by the moment.
    """
    _refuse_other("by", by, GROUPS)
    _refuse_other("every", every, PERIODS)
    rows: list[ObservationRow] = []
    for alike, stated in _stated(timeline, moment, metric).items():
        asked = _asked(alike, moment, subject, by, every)
        ids = stated.ids
        for name, at, value, figures, positions in fold(stated.files, stated.singles, asked):
            rows.append(
                ObservationRow(
                    subject=name,
                    at=at,
                    value=value,
                    unit=alike.unit,
                    kind=alike.kind,
                    figures=figures,
                    because=positions,
                    events=tuple(ids[position] for position in positions),
                    period=alike.period,
                    population=alike.population,
                )
            )
    return Answer(rows, ObservationRow)


def figures(timeline: Timeline, moment: Moment, metric: str, subject: str) -> Answer[FigureRow]:
    """The figures of a subject and all beneath it, each with where it stands: event and row.

    InvalidInput: they are more than can be shown one by one.
    """
    rows: list[FigureRow] = []
    for alike, stated in _stated(timeline, moment, metric).items():
        asked = _asked(alike, moment, subject)
        ids = stated.ids
        for position, row, name, day, value, said in lineage(
            stated.files, stated.singles, asked, MOST_FIGURES + 1
        ):
            rows.append(FigureRow(name, day, value, alike.unit, said, position, row, ids[position]))
    if len(rows) > MOST_FIGURES:
        raise InvalidInput(
            f"{subject} has more than {MOST_FIGURES:,} figures of {metric}.",
            hint="Ask for a subject beneath it, or an earlier as_of.",
        )
    return Answer(rows, FigureRow)


def _refuse_other(name: str, given: str, allowed: Collection[str]) -> None:
    """InvalidInput for what is none of the values that may be given."""
    if given not in allowed:
        raise InvalidInput(f"{name}={given} is not known.", hint=suggest(given, allowed))


def _stated(timeline: Timeline, moment: Moment, metric: str) -> dict[_Alike, _Stated]:
    """What states a metric's figures, by what they share."""
    found: dict[_Alike, _Stated] = defaultdict(lambda: _Stated([], []))
    view = timeline.view(moment, "observed", "segment_named")
    for held in view.of(SegmentNamed, metric={metric}).begun().facts:
        segment = held.event
        assert isinstance(segment, SegmentNamed)
        found[_alike(segment)].files.append(_file(segment, held))
    for held in view.of(Observed, metric={metric}).begun().facts:
        event = held.event
        assert isinstance(event, Observed)
        if event.occurred.precision == "day" and event.high is None and event.comparator == "=":
            found[_alike(event)].singles.append(_single(event, held))
    if not found:
        raise NotFound(
            f"No figure of {metric} is stated by then.",
            hint="ecosys metric figures lists those that there are.",
        )
    return dict(sorted(found.items(), key=lambda each: repr(each[0])))


def _alike(event: SegmentNamed | Observed) -> _Alike:
    return _Alike(event.kind, event.unit, event.period, event.population)


def _single(event: Observed, held: Held) -> Single:
    day, known = event.occurred.date, instant.day_of(held.known_from)
    return Single(held.position, held.id, event.subject, day, event.value, max(day, known))


def _asked(
    alike: _Alike,
    moment: Moment,
    subject: str | None,
    by: str = "subject",
    every: str = "day",
) -> Asked:
    days = instant.day_of(moment.as_of), instant.day_of(moment.known_at)
    return Asked(alike.kind, alike.period, *days, by=by, every=every, subject=subject)


def _file(segment: SegmentNamed, held: Held) -> File:
    path = find(segment, segments())
    return File(path, held.position, held.id, segment.occurred.date, segment.last.date)
