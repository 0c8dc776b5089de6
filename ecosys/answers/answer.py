"""Answer: rows with the moment they were computed at, and how that is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from pydantic import Field, TypeAdapter

from ecosys.log.what_if import WhatIfLog
from ecosys.moment import Moment
from ecosys.moment.names import Resolution
from ecosys.projection import Coverage
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, InstantText, is_none

SCHEMA_VERSION = "1.2.0"
"""The version of the answers' shapes: a field added raises the second number."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class LogState:
    """Which log answered: with the coordinates it makes the answer repeatable."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    origin: str
    """The id of the log that first wrote what stands up to the position."""
    position: int
    """The last position that counted."""
    root: str
    """The Merkle root of the log up to that position, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Metric:
    """Which projection answered."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    name: str
    """Its name."""
    version: int
    """Its version: the same version gives the same bytes for the same coordinates for ever."""
    unit: str
    """The unit of its values."""
    definition: str
    """What it measures, and how."""


@dataclass(frozen=True, slots=True)
class WhatIfRow:
    """What was supposed: this is no answer of the log alone."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    without: tuple[str, ...]
    """Events and sources that were left out."""
    laid_over: tuple[str, ...]
    """Ids of events that were laid over the log."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One of several names asked for that has no answer."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    name: str
    """The name as it was given."""
    why: str
    """Why it has none, and what to do about it."""
    candidates: tuple[str, ...]
    """Names that would have worked."""


@dataclass(frozen=True, slots=True)
class Meta:
    """The coordinates that an answer was computed at."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    as_of: InstantText
    """Valid time: what was true in the world then."""
    known_at: InstantText
    """Knowledge time: what was publicly known then."""
    position: int
    """How much of the log counted."""
    log: LogState
    """Which log answered."""
    schema_version: str = SCHEMA_VERSION
    """The version of the answers' shapes."""
    source: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The one source that was asked, alone."""
    resolved: Annotated[Resolution | None, Field(exclude_if=is_none)] = None
    """How the name asked for was turned into a subject."""
    resolutions: Annotated[tuple[Resolution, ...] | None, Field(exclude_if=is_none)] = None
    """The same where several names were asked for."""
    unknown: Annotated[tuple[Unanswered, ...] | None, Field(exclude_if=is_none)] = None
    """Of several names asked for, those that have no answer."""
    metric: Annotated[Metric | None, Field(exclude_if=is_none)] = None
    """Which projection answered."""
    coverage: Annotated[Coverage | None, Field(exclude_if=is_none)] = None
    """What a share or rank could see, and what not."""
    what_if: Annotated[WhatIfRow | None, Field(exclude_if=is_none)] = None
    """What was supposed, if the log alone was not asked."""
    left_out: Annotated[int | None, Field(exclude_if=is_none)] = None
    """How many rows were left out because nobody asked for them."""
    withheld: Annotated[tuple[int, ...] | None, Field(exclude_if=is_none)] = None
    """Positions of events whose texts were withheld from publication: they count no more."""


@dataclass(frozen=True, slots=True)
class Answer(Generic[Row]):
    """The rows of an answer, before they are cut into pages."""

    rows: Sequence[Row]
    row: type[Row]
    resolved: Resolution | None = None
    metric: Metric | None = None
    coverage: Coverage | None = None
    next_after: int | None = None
    """Where rows are read by position: the last position read, if there may be more."""
    poll: Mapping[str, object] = field(default_factory=dict)
    """With what the question is asked for what is new after this answer; empty: as it was."""
    settled_at: Moment | None = None
    """Where rows are read by position and nothing that is appended changes them: the moment at
    which they were complete, pinned."""
    include: str | None = None
    """What the rows were asked to include."""
    left_out: int = 0
    """How many rows were left out because nobody asked for them."""
    single: bool = False
    """Whether the question has one row for an answer, not a list."""
    resolutions: tuple[Resolution, ...] = ()
    """Where several names were asked for: how each was read."""
    unanswered: tuple[Unanswered, ...] = ()
    """Of several names, those that have no answer."""


def assumed(timeline: Timeline) -> WhatIfRow | None:
    """What is supposed of a timeline's log, if anything is."""
    if not isinstance(timeline.log, WhatIfLog):
        return None
    what_if = timeline.log.what_if
    return WhatIfRow(what_if.without, tuple(event.id for event in what_if.overlay))


def meta(timeline: Timeline, moment: Moment, answer: Answer[Any]) -> Meta:
    """The coordinates of an answer, as instants."""
    return Meta(
        as_of=instant.to_text(moment.as_of),
        known_at=instant.to_text(moment.known_at),
        position=moment.position,
        log=LogState(
            origin=timeline.log.origin(moment.position),
            position=moment.position,
            root=timeline.log.root(moment.position),
        ),
        source=moment.source,
        resolved=resolution(answer.resolved),
        resolutions=tuple(filter(None, map(resolution, answer.resolutions))) or None,
        unknown=answer.unanswered or None,
        metric=answer.metric,
        coverage=answer.coverage,
        what_if=assumed(timeline),
        left_out=answer.left_out or None,
        withheld=tuple(at for at in timeline.log.withheld() if at <= moment.position) or None,
    )


def resolution(resolved: Resolution | None) -> Resolution | None:
    """What is shown of a name that was not a subject already."""
    return None if resolved is None or resolved.how == "exact" else resolved


@lru_cache(maxsize=256)
def writer(shape: Any) -> TypeAdapter[Any]:
    """What writes values of a shape as JSON."""
    return TypeAdapter(shape)


def to_json(value: object, shape: Any) -> bytes:
    """A value as JSON, in the form that its shape documents."""
    return writer(shape).dump_json(value)


def to_plain(value: object, shape: Any) -> Any:
    """A value as plain data."""
    return writer(shape).dump_python(value, mode="json")
