"""Moments: a metric at the end of each month or year, as one answer.

Most metrics say what is so at one moment. Asked again at each of many, a share or a rank becomes
a series over time. What is known stays what is known at the moment of the question.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Annotated, ClassVar

from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.changes import first_since
from ecosys.answers.metric import Given, info, metric
from ecosys.errors import InvalidInput
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.moment import Moment
from ecosys.projection import Mark, Parameters, Projection, get_projection
from ecosys.timeline import Timeline
from ecosys.values.amount import Number
from ecosys.values.instant import day_of
from ecosys.values.period import Every, ends
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, is_none

MAX_MOMENTS = 240
"""How many moments one question may ask about: the months of twenty years."""
A_YEAR = "52w"
"""Since when, where nobody says it."""
OWN_TIME = ("every", "since")
"""Parameters of a metric whose points run through time by themselves."""


@dataclass(frozen=True, slots=True)
class MomentPoint:
    """A point of a metric, with the moment at which it was asked."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    as_of: str
    """The day at whose end the point was so: the end of a month or year, or the last moment."""
    subject: str
    """What the number is about."""
    at: str
    """The point's own date, as exactly as it is known."""
    value: Number | None
    """The number; the lower end of a range; null: not known, which is never zero."""
    unit: str
    """What is counted."""
    because: tuple[int, ...]
    """Positions of the events that it came from."""
    events: tuple[str, ...]
    """Ids of these events."""
    labels: Mapping[str, str]
    """What tells the point from others of the same subject and date."""
    marks: tuple[Mark, ...]
    """What a reader must know of it."""
    low: Annotated[Number | None, Field(exclude_if=is_none)] = None
    """The lower end, of a range only; the same as `value`."""
    high: Annotated[Number | None, Field(exclude_if=is_none)] = None
    """The upper end, of a range only."""
    comparator: Annotated[str | None, Field(exclude_if=is_none)] = None
    """How the number is meant, where it is not exactly: `~`, `>`, `>=` ..."""
    figure_of: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The date of the measured figures that it rests on, where that is not `at`."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`; only with include=sources."""


def runs_by_itself(chosen: Projection) -> bool:
    """Whether a metric's own parameters say through which time it runs."""
    return not set(OWN_TIME).isdisjoint(chosen.parameters.model_fields)


def moments(
    timeline: Timeline,
    moment: Moment,
    name: str,
    parameters: Given,
    every: Every = "month",
    since: str = A_YEAR,
) -> Answer[MomentPoint]:
    """A metric at the end of each month or year from `since` to `as_of`, the earliest first.

    `since` is a date or a duration as `changes` takes it. At a moment with too few facts there is
    no point. InvalidInput for a metric that runs through time by itself, or for more moments than
    are answered at once.
    """
    chosen = get_projection(name)
    if runs_by_itself(chosen):
        raise InvalidInput(
            f"{name} runs through time by itself.",
            hint=f"Its parameters: {', '.join(chosen.parameters.model_fields)}.",
        )
    latest = timeline.project(name, moment, parameters)
    instants = ends(first_since(since, moment), moment.as_of, every)
    if len(instants) > MAX_MOMENTS:
        raise InvalidInput(
            f"since: there are {len(instants):,} moments; at most {MAX_MOMENTS:,} are answered."
        )
    rows = [
        row for at in instants for row in _points(timeline, moment, name, latest.parameters, at)
    ]
    return Answer(rows, MomentPoint, latest.resolved, info(chosen), latest.coverage)


def _points(
    timeline: Timeline, moment: Moment, name: str, parameters: Parameters, at: int
) -> Iterator[MomentPoint]:
    for point in metric(timeline, replace(moment, as_of=at), name, parameters).rows:
        given = {each.name: getattr(point, each.name) for each in fields(point)}
        yield MomentPoint(day_of(at), **given)
