"""Projection: a pure function from the events that hold at a moment to points.

A projection is declared in one file of `ecosys/projections/`, named like its function:

    @projection(takes=["observed"], unit="developers", version=1)
    def cumulative_developers(events, context):
        ...

It gets the events in order of valid time and a `Context`: the moment, its parameters, and other
projections' points. It has no clock, reads nothing, and draws no lots; each point names the
positions and ids of the events that it came from.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import getdoc
from typing import Annotated, Any, Generic, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field

from ecosys.errors import NotFound, ProjectionFailed
from ecosys.event import Subject, event_types
from ecosys.event.subject import provider_of
from ecosys.moment import Held, Moment, View
from ecosys.moment.series import Statement
from ecosys.plugins import Registry
from ecosys.projection.groups import MARKET
from ecosys.projection.point import Coverage, Point, marks
from ecosys.projection.stored import Stored
from ecosys.values import instant
from ecosys.values.words import suggest


class Parameters(BaseModel):
    """The parameters of a projection: query parameters, options of the command, and schema."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    subject: Annotated[
        Subject | None, Field(description="A subject and all beneath it; left out: all subjects.")
    ] = None


# The sentences beneath fields describe those of every other class. To look for one sentence here
# would read this file anew at every start, for a tenth of what a price takes.
Parameters.model_config["use_attribute_docstrings"] = True


_OF_QUESTIONS = (
    *("as_of", "known_at", "position", "min_position", "source"),
    *("format", "include", "limit", "cursor"),
)
_OF_COMMANDS = (
    *("at", "cite", "database", "explain", "name", "plot", "vintages"),
    *("with", "with_", "without"),
)
TAKEN = frozenset({*_OF_QUESTIONS, *_OF_COMMANDS})
"""Names that no parameter of a projection can have: every question has them, or a command."""
Per = Literal["series", "provider", "all"]
"""Whose events the points of a subject follow from."""
P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True)
class Context(Generic[P]):
    """What a projection is asked.

    >>> class ByYear(Parameters):
    ...     year: int = 2024
    >>> context = Context(Moment(as_of=0, known_at=0, position=0), ByYear(subject="openai"))
    >>> context.parameters, context.view([]).facts
    (ByYear(subject='openai', year=2024), [])
    """

    moment: Moment
    parameters: P
    ranks: Mapping[str, int] = field(default_factory=dict)
    """How far each source's word counts: the lowest rank answers."""
    points: Callable[..., Sequence[Point]] | None = None
    """Points of another projection at the same moment: `context.points("provider_share")`."""
    whole: View | None = None
    """The view of all events, where there is one already."""

    def view(self, events: Sequence[Held]) -> View:
        """The events that the projection was given, ready to be asked."""
        if self.whole is not None and events is self.whole.facts:
            return self.whole
        return View(events, self.moment, self.ranks)


Fold = Callable[[Sequence[Held], Context[Any]], Iterable[Point | Coverage]]
Reads = Callable[[Held, Any], bool]
"""Whether a fact can change an answer, by the parameters."""


@dataclass(frozen=True)
class Projection:
    """A named pure function with what must be known to run it.

    >>> @projection(takes=["observed"], unit="developers", version=2)
    ... def newest(events, context):
    ...     '''The newest figure of each subject.
    ...
    ...     Definition: ours.'''
    >>> newest.name, newest.takes, newest.version, newest.summary
    ('newest', ('observed',), 2, 'The newest figure of each subject.')

    It is asked with the parameters that it declares; `subject` at least.

    >>> newest.parameters(subject="openai").subject
    'openai'
    """

    name: str
    fold: Fold
    takes: tuple[str, ...]
    """The types of events that it is given, or others that it asks; none named: all."""
    unit: str
    version: int
    per: Per
    """series: a subject's points follow from its own events; provider: from those of its provider,
    but for the market; all: from everybody's."""
    history: bool
    """Whether superseded statements come too."""
    parameters: type[Parameters]
    stored: Stored | None = None
    """How its result is kept; None: it is folded each time it is asked."""
    reads: Reads | None = None
    """Which facts of these types can change an answer; None: all."""
    continuous: bool = False
    """Whether values change from instant to instant, not only where something begins or ends."""

    def about(self, parameters: Parameters) -> str | None:
        """The subject whose events answer, with those of all beneath it; None: everybody's do.

        >>> deprecation_risk = get_projection("deprecation_risk")
        >>> deprecation_risk.about(deprecation_risk.parameters(subject="openai/o3"))
        'openai'
        """
        asked = parameters.subject
        if self.per == "all" or asked is None or (self.per == "provider" and asked == MARKET):
            return None
        return provider_of(asked) if self.per == "provider" else asked

    @property
    def description(self) -> str:
        """The whole docstring: definition, formula, and where the definition comes from."""
        return getdoc(self.fold) or ""

    def refuse_unnamed(self, other: "Projection") -> None:
        """Refuse to ask another projection that takes what this one does not name.

        By `takes` it is known which events can change an answer.

        >>> get_projection("adoption_rank").refuse_unnamed(get_projection("time_to_adoption"))
        >>> get_projection("price_history").refuse_unnamed(get_projection("open_weight_share"))
        Traceback (most recent call last):
        ecosys.errors.ProjectionFailed: price_history asks open_weight_share. Name in its takes ...
        """
        unnamed = sorted(set(other.takes) - set(self.takes))
        if self.takes and (unnamed or not other.takes):
            raise ProjectionFailed(
                f"{self.name} asks {other.name}.",
                hint=f"Name in its takes what that one takes: {', '.join(unnamed) or 'nothing'}.",
            )

    @property
    def summary(self) -> str:
        """Its first line."""
        return self.description.partition("\n")[0]


def projection(
    *,
    takes: Iterable[str],
    unit: str,
    version: int = 1,
    per: Per = "series",
    history: bool = False,
    parameters: type[Parameters] = Parameters,
    stored: Stored | None = None,
    reads: Reads | None = None,
    continuous: bool = False,
) -> Callable[[Fold], Projection]:
    """Declare a function to be a projection; its name is the projection's.

    >>> @projection(takes=["launched"], unit="launches")
    ... def launches(events, context):
    ...     "How many launches there are. Definition: ours."
    ...     yield Point("all", "2024", Decimal(len(events)), "launches")
    >>> from decimal import Decimal
    >>> launches.name, launches.takes, launches.summary
    ('launches', ('launched',), 'How many launches there are. Definition: ours.')
    >>> from ecosys.testing import given
    >>> given({"type": "launched", "id": "a", "subject": "acme/m", "what": "model",
    ...        "occurred": "2024-01-01", "sources": [{"source": "acme"}]}).values(launches)
    ['1']
    """

    def declare(fold: Fold) -> Projection:
        name = cast(Any, fold).__name__
        names = tuple(takes)
        how = (per, history, parameters, stored, reads, continuous)
        return Projection(name, fold, names, unit, version, *how)

    return declare


def point_of(statement: Statement, context: Context[Any], **values: Any) -> Point:
    """A point that rests on one statement: its subject, date, lineage and marks filled in.

    >>> from ecosys.testing import given
    >>> view = given({"type": "described", "id": "a", "subject": "acme/m", "attribute": "licence",
    ...               "value": "MIT", "occurred": "2024-01-01",
    ...               "sources": [{"source": "acme"}]}).view()
    >>> [choice] = view.in_force()
    >>> context = Context(view.moment, Parameters())
    >>> point = point_of(choice.statement, context, value=None, unit="licences")
    >>> point.subject, point.at, point.because, point.events
    ('acme/m', '2024-01-01', (1,), ('a',))
    """
    held = statement.held
    when = held.when
    filled: dict[str, Any] = {
        "subject": held.subject,
        "at": when.date if when else "unknown",
        "because": held.because,
        "events": held.events,
        "marks": marks(held, context.moment),
    }
    return Point(**(filled | values))


def _declared(loaded: object, name: str) -> Projection:
    if not isinstance(loaded, Projection):
        raise TypeError(f"{name} is not declared with @projection")
    if loaded.name != name:
        raise TypeError(f"{name} holds a projection named {loaded.name}")
    for type in loaded.takes:
        if type not in event_types:
            hint = event_types.why_missing(type) or suggest(type, event_types)
            raise TypeError(f"{name} takes {type}, which is no type of event. {hint}")
    if not loaded.description:
        raise TypeError(f"{name} has no docstring: a metric needs its definition")
    for parameter in loaded.parameters.model_fields:
        if parameter in TAKEN:
            raise TypeError(f"{name} takes {parameter!r}, which every question takes already")
    return loaded


projections: Registry[Projection] = Registry("ecosys.projections", kind=_declared)
"""All projections by their public name."""


def get_projection(name: str) -> Projection:
    """The projection of a name; NotFound says what was probably meant.

    >>> get_projection("provider_share").unit
    'ratio'
    >>> get_projection("provider_shares")
    Traceback (most recent call last):
    ecosys.errors.NotFound: There is no metric provider_shares. Did you mean provider_share?
    """
    if name not in projections:
        raise no_metric(name)
    return projections[name]


def no_metric(name: str) -> NotFound:
    """The error that there is no metric of a name: why, or what was probably meant.

    >>> print(no_metric("provider_shares"))
    There is no metric provider_shares. Did you mean provider_share?
    """
    hint = projections.why_missing(name) or suggest(name, projections)
    return NotFound(f"There is no metric {name}.", hint=hint)


def in_valid_time(held: Held) -> tuple[int, int, int]:
    """The order in which a projection is given its events.

    >>> from ecosys.testing import given
    >>> licence = {"type": "described", "subject": "acme/m", "attribute": "licence",
    ...            "value": "MIT", "sources": [{"source": "acme"}]}
    >>> facts = given({**licence, "id": "a", "occurred": "2025"},
    ...               {**licence, "id": "b", "occurred": "2024"}).view().facts
    >>> [held.id for held in sorted(facts, key=in_valid_time)]
    ['b', 'a']
    """
    start = held.start
    return (instant.AFTER_ALL if start is None else start, held.known_from, held.position)
