"""Metrics: the points of a projection, where each comes from, and how they changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, ClassVar

from ecosys.answers.answer import Answer, Metric
from ecosys.errors import NotFound
from ecosys.event import event_types
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.events.observed import Observed
from ecosys.moment import Moment
from ecosys.projection import Parameters, Point, Projection, projections
from ecosys.projection.point import figure_of
from ecosys.projection.run import ProjectionResult
from ecosys.timeline import Timeline
from ecosys.timeline.course import Course
from ecosys.values import instant
from ecosys.values.amount import Number
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, DayText, InstantText

Key = tuple[object, ...]
"""What tells a point from others: subject, date and labels."""
Given = Parameters | Mapping[str, Any]
"""Parameters, read before or not."""


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric that can be asked for."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    name: str
    """Its name."""
    summary: str
    """What it is, in a line."""
    definition: str
    """What it measures, how, and where the definition comes from."""
    unit: str
    """The unit of its values."""
    version: int
    """The version of its computation."""
    takes: tuple[str, ...]
    """The types of events that it rests on."""
    parameters: Mapping[str, Any]
    """The JSON Schema of its parameters."""


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where an event was read."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    source: str
    """The source's slug."""
    url: str | None
    """The address."""
    title: str | None
    """The title of the page or file."""
    read: str | None
    """The day on which it was read."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One event that a point rests on."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    position: int
    """Its position in the log."""
    id: str
    """Its id."""
    type: str
    """Its type."""
    what: str
    """What it states, in words."""
    occurred: str | None
    """When it is true in the world."""
    stated: str | None
    """When it was publicly said; null: the record time counts."""
    recorded: InstantText
    """When the log took it."""
    confidence: str
    """How well it was read."""
    sources: tuple[SourceNote, ...]
    """Where it was read."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A point with everything that it rests on."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    point: Point
    """The point."""
    metric: str
    """The projection that made it, with its version: `provider_share@1`."""
    through: tuple[str, ...]
    """Other projections whose points it was made of, with their versions."""
    because: tuple[Ground, ...]
    """The events that it rests on."""


@dataclass(frozen=True, slots=True)
class VintageRow:
    """One change of an answer, on the day it became known."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    known_at: DayText
    """The day on which the answer changed."""
    change: str
    """added, changed or removed."""
    subject: str
    """What the point is about."""
    at: str
    """The point's date."""
    before: Number | None
    """The value until then; null where it was not there, or not known."""
    value: Number | None
    """The value since then; null where it is removed or not known."""
    unit: str
    """The unit of both."""
    labels: Mapping[str, str]
    """What tells the point from others of the same subject and date."""
    because: tuple[int, ...]
    """Positions of the events that the new point rests on."""
    events: tuple[str, ...]
    """Ids of these events."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`; only with include=sources."""


def metrics() -> Answer[MetricRow]:
    """All metrics, by name."""
    rows = [_described(each) for _, each in sorted(projections.items())]
    return Answer(rows, MetricRow)


def metric(timeline: Timeline, moment: Moment, name: str, parameters: Given) -> Answer[Point]:
    """The points of a metric at a moment."""
    result = timeline.project(name, moment, parameters)
    points = _with_dates(timeline, result)
    return Answer(points, Point, result.resolved, info(result.projection), result.coverage)


def explain(
    timeline: Timeline,
    moment: Moment,
    name: str,
    parameters: Given,
    at: str | None = None,
) -> Answer[Explanation]:
    """The points of a metric, each with the events and sources that it rests on.

    `at` chooses the points of one date, as it stands in them.
    """
    result = timeline.project(name, moment, parameters)
    points = [point for point in _with_dates(timeline, result) if at in (None, point.at)]
    if at is not None and not points:
        dates = list(dict.fromkeys(point.at for point in result.points))
        shown = ", ".join(dates[-10:]) or "none"
        raise NotFound(f"{name} has no point at {at}.", hint=f"Its latest dates: {shown}.")
    positions = {position for point in points for position in point.because}
    grounds = _grounds(timeline, positions)
    rows = [
        Explanation(
            point,
            f"{result.projection.name}@{result.projection.version}",
            result.through,
            tuple(grounds[position] for position in point.because),
        )
        for point in points
    ]
    return Answer(rows, Explanation, result.resolved, info(result.projection), result.coverage)


def vintages(
    timeline: Timeline,
    moment: Moment,
    name: str,
    parameters: Given,
    most: int = 500,
) -> Answer[VintageRow]:
    """How the answer to a question changed as more became known, the latest change first.

    `as_of` stays; `known_at` runs through every day on which something that the metric takes was
    said. Those of one day stand in the order of subject, date and labels. At most `most` changes
    are given.
    """
    course = timeline.course(name, moment, parameters)
    days = _knowledge_days(course, moment)
    rows: list[VintageRow] = []
    for (day, now), (_, before) in pairwise(_answers(course, days)):
        rows += _differences(instant.day_of(day), before, now)
        if len(rows) >= most:
            break
    return Answer(rows[:most], VintageRow, course.resolved, info(course.projection))


def info(chosen: Projection) -> Metric:
    """What an answer says of its projection."""
    return Metric(chosen.name, chosen.version, chosen.unit, chosen.description)


def _with_dates(timeline: Timeline, result: ProjectionResult) -> Sequence[Point]:
    """The points of a metric, each with the date of the figures that it rests on."""
    chosen = result.projection
    if "observed" not in chosen.takes:
        return result.points
    subject = chosen.about(result.parameters)
    moment = replace(result.moment, pinned=False)  # as it was asked: it is held already
    measuring = [each for each in chosen.takes if issubclass(event_types[each], Observed)]
    facts = timeline.held(moment, *measuring, subject=subject, history=chosen.history)
    dates = {held.id: date for held in facts if (date := held.when)}
    return [replace(point, figure_of=figure_of(point, dates)) for point in result.points]


def _described(chosen: Projection) -> MetricRow:
    return MetricRow(
        name=chosen.name,
        summary=chosen.summary,
        definition=chosen.description,
        unit=chosen.unit,
        version=chosen.version,
        takes=chosen.takes,
        parameters=chosen.parameters.model_json_schema(),
    )


def _grounds(timeline: Timeline, positions: set[int]) -> dict[int, Ground]:
    return {
        record.position: Ground(
            position=record.position,
            id=record.id,
            type=record.event.type,
            what=record.event.describe(),
            occurred=record.event.when,
            stated=record.event.statement_time[0],
            recorded=instant.to_text(record.recorded_at),
            confidence=record.event.confidence,
            sources=tuple(
                SourceNote(each.source, each.url, each.title, each.read)
                for each in record.event.sources
            ),
        )
        for record in timeline.at(positions)
    }


def _knowledge_days(course: Course, moment: Moment) -> Iterator[int]:
    """The last instants of the days on which something was said, latest first; then before all."""
    days = {instant.midnight(at) + instant.DAY - 1 for at in course.turns if at <= moment.known_at}
    yield from sorted((min(day, moment.known_at) for day in days), reverse=True)
    yield instant.BEFORE_ALL


def _answers(course: Course, days: Iterable[int]) -> Iterator[tuple[int, Mapping[Key, Point]]]:
    """The points of each day by what tells them apart; the same mapping where they are the same."""
    points: Sequence[Point] = ()
    keyed: dict[Key, Point] = {}
    keys: dict[int, Key] = {}
    for day in days:
        now = () if day == instant.BEFORE_ALL else course.points(day)
        if now is not points:
            keys = {id(each): keys.get(id(each)) or _key(each) for each in now}
            keyed = {keys[id(each)]: each for each in now}
            points = now
        yield day, keyed


def _key(point: Point) -> Key:
    return (point.subject, point.at, *sorted(point.labels.items()))


def _differences(
    day: str, before: Mapping[Key, Point], now: Mapping[Key, Point]
) -> Sequence[VintageRow]:
    rows = []
    for key in () if now is before else sorted(_changed(before, now), key=str):
        old, new = before.get(key), now.get(key)
        point = new or old
        assert point is not None
        rows.append(
            VintageRow(
                known_at=day,
                change="added" if old is None else "removed" if new is None else "changed",
                subject=point.subject,
                at=point.at,
                before=old.value if old else None,
                value=new.value if new else None,
                unit=point.unit,
                labels=point.labels,
                because=point.because if new else (),
                events=point.events if new else (),
            )
        )
    return rows


def _changed(before: Mapping[Key, Point], now: Mapping[Key, Point]) -> Iterator[Key]:
    """What tells those points apart that came, went, or have another value."""
    for key, new in now.items():
        old = before.get(key)
        if old is None or (old is not new and (old.value, old.high) != (new.value, new.high)):
            yield key
    yield from before.keys() - now.keys()
