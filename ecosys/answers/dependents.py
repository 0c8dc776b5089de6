"""Dependents: every metric and claim that rests on an event."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from ecosys.answers.answer import Answer
from ecosys.answers.claims import claims
from ecosys.answers.events import event
from ecosys.moment import Moment
from ecosys.projection import Point, projections
from ecosys.timeline import Timeline
from ecosys.values import amount
from ecosys.values.schema import DOCSTRINGS_DESCRIBE


@dataclass(frozen=True, slots=True)
class DependentRow:
    """One number or verdict that rests on the event."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    kind: str
    """metric or claim."""
    name: str
    """The metric's name, or the claim's id."""
    subject: str
    """What it is about."""
    at: str
    """The point's date; of a claim the moment's."""
    value: str
    """The number with its unit, or the verdict."""
    what: str
    """What tells the point from others, or what the claim states."""


def dependents(timeline: Timeline, moment: Moment, id: str) -> Answer[DependentRow]:
    """What rests on an event at a moment: points of every metric with its defaults, and claims."""
    type = event(timeline, id, moment.position).type
    rows = [*_points(timeline, moment, id, type), *_claims(timeline, moment, id)]
    return Answer(rows, DependentRow)


def metrics_of(type: str) -> list[str]:
    """The metrics whose points can rest on an event of a type: those that take it.

    What none takes, as a correction, changes what holds of others: every metric may rest on it.

    >>> "price_index" in metrics_of("price_changed"), "ties" in metrics_of("price_changed")
    (True, False)
    >>> len(metrics_of("corrected")) == len(projections)
    True
    """
    takes = {name: projections[name].takes for name in sorted(projections)}
    is_taken = any(type in types for types in takes.values())
    return [name for name, types in takes.items() if type in types or not types or not is_taken]


def _points(timeline: Timeline, moment: Moment, id: str, type: str) -> Iterator[DependentRow]:
    for name in metrics_of(type):
        for point in timeline.project(name, moment).points:
            if id in point.events:
                labels = "; ".join(f"{key}={value}" for key, value in point.labels.items())
                yield DependentRow("metric", name, point.subject, point.at, _value(point), labels)


def _claims(timeline: Timeline, moment: Moment, id: str) -> Iterator[DependentRow]:
    for row in claims(timeline, moment).rows:
        if id in row.events:
            yield DependentRow("claim", row.id, row.document, "", row.verdict, row.statement)


def _value(point: Point) -> str:
    return "not known" if point.value is None else f"{amount.text(point.value)} {point.unit}"
