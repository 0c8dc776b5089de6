"""Projection: a pure function from the events that hold at a moment to points.

A projection is declared in one file of `ecosys/projections/`, named like its function:

    @projection(takes=["observed"], unit="developers", version=1)
    def cumulative_developers(events, ask):
        ...

It gets the events in order of valid time and an `Ask`: the moment, its parameters, and other
projections' points. It has no clock, reads nothing, and draws no lots; each point names the
positions and ids of the events that it came from.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import getdoc
from typing import Annotated, Any, ClassVar, Generic, Literal, TypedDict, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field

from ecosys.errors import NotFound
from ecosys.event import Subject
from ecosys.moment import Held, Moment
from ecosys.moment.series import Statement
from ecosys.plugins import Registry
from ecosys.values.amount import Number
from ecosys.values.schema import ROW, is_none
from ecosys.values.words import suggest

Mark = Literal[
    "approximate", "scheduled", "soft", "since_unknown", "at_the_latest", "stale", "returned"
]
"""What a reader must know of a point:
approximate: `as_of` lies inside its interval; scheduled: after `as_of`; soft: an earliest possible
date; since_unknown: already so when first stated; at_the_latest: seen so on that day;
stale: its source no longer says so; returned: its source withdrew it, or said otherwise, in
between.
"""


@dataclass(frozen=True, slots=True)
class Point:
    """One number, when it is so, and the events that it came from."""

    __pydantic_config__: ClassVar = ROW

    subject: str
    """What the number is about."""
    at: str
    """The date as exactly as it is known: `2023-11-06`, `2023-11`, `unknown`."""
    value: Number | None
    """The number; the lower end of a range; null: not known, which is never zero."""
    unit: str
    """What is counted."""
    because: tuple[int, ...] = ()
    """Positions of the events that it came from."""
    events: tuple[str, ...] = ()
    """Ids of these events."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What tells the point from others of the same subject and date."""
    marks: tuple[Mark, ...] = ()
    """What a reader must know of it."""
    low: Annotated[Number | None, Field(exclude_if=is_none)] = None
    """The lower end, of a range only; the same as `value`."""
    high: Annotated[Number | None, Field(exclude_if=is_none)] = None
    """The upper end, of a range only."""
    comparator: Annotated[str | None, Field(exclude_if=is_none)] = None
    """How the number is meant, where it is not exactly: `~`, `>`, `>=` ..."""

    def __post_init__(self) -> None:
        if self.high is not None:
            object.__setattr__(self, "low", self.value)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a share or rank rests on."""

    __pydantic_config__: ClassVar = ROW

    subject: str
    """What the figure is about."""
    at: str
    """Its date."""
    value: Number
    """The figure."""
    age_days: int
    """Days from the figure to the moment asked for."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a share, rank or concentration could see, and what not."""

    __pydantic_config__: ClassVar = ROW

    definition: str
    """The slice that was measured: a share of downloads is not a market share."""
    included: tuple[Figure, ...] = ()
    """The figures that it rests on, each with its age."""
    missing: tuple[str, ...] = ()
    """Known members without a figure."""
    reason: str | None = None
    """Why there are not enough facts for an answer; null: there are."""


class Parameters(BaseModel):
    """The parameters of a projection: query parameters, options of the command, and schema."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    subject: Subject | None = None
    """A subject and all beneath it; left out: all subjects."""


P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True)
class Ask(Generic[P]):
    """What a projection is asked."""

    moment: Moment
    parameters: P
    ranks: Mapping[str, int] = field(default_factory=dict)
    """How far each source's word counts: the lowest rank answers."""
    points: Callable[..., Sequence[Point]] | None = None
    """Points of another projection at the same moment: `ask.points("provider_share")`."""


Fold = Callable[[Sequence[Held], Ask[Any]], Iterable[Point | Coverage]]


@dataclass(frozen=True)
class Projection:
    """A named pure function with what must be known to run it."""

    name: str
    fold: Fold
    takes: tuple[str, ...]
    """The types of events that it is given; none named: all."""
    unit: str
    version: int
    per: Literal["series", "all"]
    """series: a subject's points follow from its own events; all: from everybody's."""
    history: bool
    """Whether superseded statements come too."""
    parameters: type[Parameters]

    @property
    def description(self) -> str:
        """The whole docstring: definition, formula, and where the definition comes from."""
        return getdoc(self.fold) or ""

    @property
    def summary(self) -> str:
        """Its first line."""
        return self.description.partition("\n")[0]


def projection(
    *,
    takes: Iterable[str],
    unit: str,
    version: int = 1,
    per: Literal["series", "all"] = "series",
    history: bool = False,
    parameters: type[Parameters] = Parameters,
) -> Callable[[Fold], Projection]:
    """Declare a function to be a projection; its name is the projection's."""

    def declare(fold: Fold) -> Projection:
        name = cast(Any, fold).__name__
        return Projection(name, fold, tuple(takes), unit, version, per, history, parameters)

    return declare


def point(statement: Statement, ask: Ask[Any], **values: Any) -> Point:
    """A point that rests on one statement: its subject, date, lineage and marks filled in."""
    held = statement.held
    when = held.event.when
    filled: dict[str, Any] = {
        "subject": held.event.subjects[0],
        "at": when.date if when else "unknown",
        "because": held.because,
        "events": held.events,
        "marks": marks(held, ask.moment),
    }
    return Point(**(filled | values))


class Lineage(TypedDict):
    """What a point rests on, as fields of it."""

    because: tuple[int, ...]
    events: tuple[str, ...]


def rests_on(found: Iterable[Held]) -> Lineage:
    """The lineage of a point that rests on several events: `Point(..., **rests_on(found))`."""
    held = sorted(found, key=lambda each: each.because)
    return Lineage(
        because=tuple(sorted({at for each in held for at in each.because})),
        events=tuple(dict.fromkeys(id for each in held for id in each.events)),
    )


def marks(held: Held, moment: Moment) -> tuple[Mark, ...]:
    """What a reader must know of a statement at a moment."""
    when = held.event.when
    if when is None:
        return ()
    told: dict[Mark, bool] = {
        "approximate": when.approximate(moment.as_of),
        "soft": when.soft,
        "since_unknown": when.unknown,
        "at_the_latest": when.bound == "not_after",
        "scheduled": held.start is not None and held.start > moment.as_of,
        "stale": held.unstated,
        "returned": held.returned,
    }
    return tuple(mark for mark, so in told.items() if so)


def _declared(found: object, name: str) -> Projection:
    if not isinstance(found, Projection):
        raise TypeError(f"{name} is not declared with @projection")
    if found.name != name:
        raise TypeError(f"{name} holds a projection named {found.name}")
    if not found.description:
        raise TypeError(f"{name} has no docstring: a metric needs its definition")
    return found


projections: Registry[Projection] = Registry("ecosys.projections", kind=_declared)
"""All projections by their public name."""


def named(name: str) -> Projection:
    """The projection of a name; NotFound says what was probably meant."""
    if name not in projections:
        raise NotFound(f"There is no metric {name}.", hint=suggest(name, projections))
    return projections[name]
