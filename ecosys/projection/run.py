"""Run: a projection's parameters read from plain data, and its points from the facts given."""

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from ecosys.errors import EcosysError, InvalidInput, ProjectionFailed
from ecosys.event.validation import describe_errors
from ecosys.moment import Held, Moment
from ecosys.moment.names import Resolution
from ecosys.moment.sought import Sought
from ecosys.projection.point import Coverage, Point
from ecosys.projection.projection import Context, Parameters, Projection, in_valid_time
from ecosys.values.checkpoint import checkpoint

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ProjectionResult:
    """The points of a projection at a moment."""

    projection: Projection
    parameters: Parameters
    moment: Moment
    points: tuple[Point, ...]
    coverage: Coverage | None
    through: tuple[str, ...]
    """Other projections that it asked."""
    resolved: Resolution | None
    """How the name of the subject was understood, if one was given."""


def read_parameters(chosen: Projection, given: Parameters | Mapping[str, Any]) -> Parameters:
    """The parameters of a projection from plain data; InvalidInput says what is wrong.

    >>> from ecosys.projection import get_projection
    >>> read_parameters(get_projection("price_history"), {"subject": "openai/o3"}).subject
    'openai/o3'
    """
    if isinstance(given, Parameters):
        return given
    try:
        return chosen.parameters.model_validate(given)
    except ValidationError as problem:
        raise InvalidInput(
            "\n".join(describe_errors(problem, chosen.parameters, chosen.name))
        ) from None


def run(
    chosen: Projection, facts: Iterable[Held], context: Context[Any]
) -> tuple[tuple[Point, ...], Coverage | None]:
    """The points of a projection over facts, and what it could see of its members.

    ProjectionFailed where it meets an event that it cannot digest.

    >>> from ecosys.projection import get_projection
    >>> price_history = get_projection("price_history")
    >>> context = Context(Moment(as_of=0, known_at=0, position=0), price_history.parameters())
    >>> run(price_history, [], context)
    ((), None)
    """
    return fold(chosen, _in_order(facts), context)


def fold(
    chosen: Projection, facts: Sequence[Held], context: Context[Any]
) -> tuple[tuple[Point, ...], Coverage | None]:
    """The same of facts that are in order of valid time.

    >>> from ecosys.projection import get_projection
    >>> ties = get_projection("ties")
    >>> fold(ties, [], Context(Moment(as_of=0, known_at=0, position=0), ties.parameters()))
    ((), None)
    """
    return _results(chosen, lambda: chosen.fold(facts, context))


def run_stored(
    chosen: Projection, states: Mapping[str, Any], context: Context[Any]
) -> tuple[tuple[Point, ...], Coverage | None]:
    """The same from the states that are kept of it, of a projection that has a stored result.

    >>> from ecosys.projection import Stored, projection
    >>> stored = Stored(lambda state, _: state, lambda states, _: [
    ...     Point("acme", "2024", Decimal(states["acme"]), "launches")])
    >>> @projection(takes=["launched"], unit="launches", stored=stored)
    ... def launches(events, context):
    ...     "How many launches there are. Definition: ours."
    >>> points, _ = run_stored(launches, {"acme": 3}, Context(Moment(0, 0, 0), Parameters()))
    >>> points[0].value
    Decimal('3')
    """
    stored = chosen.stored
    return _results(chosen, lambda: stored.points(states, context) if stored else ())


def _results(
    chosen: Projection, give: Callable[[], Iterable[Point | Coverage]]
) -> tuple[tuple[Point, ...], Coverage | None]:
    """What a projection gives, sorted out and checked."""
    try:
        results = list(_passing(give()))
    except EcosysError:
        raise
    except Exception as problem:
        raise ProjectionFailed(
            f"{chosen.name} cannot answer ({type(problem).__name__}: {problem}, "
            f"at {_place(chosen, problem)})."
        ) from problem
    for each in results:
        _refuse_foreign(chosen, each)
    points = tuple(each for each in results if isinstance(each, Point))
    coverages = [each for each in results if isinstance(each, Coverage)]
    return points, coverages[0] if coverages else None


def _in_order(facts: Iterable[Held]) -> Sequence[Held]:
    if isinstance(facts, Sought):
        return facts.sorted_by(in_valid_time)
    return sorted(facts, key=in_valid_time)


def _passing(points: Iterable[T]) -> Iterator[T]:
    """The same, with a checkpoint before each."""
    for point in points:
        checkpoint()
        yield point


def _refuse_foreign(chosen: Projection, given: object) -> None:
    """Refuse what is neither a point nor a coverage, and a point whose value is no exact number."""
    code = chosen.fold.__code__
    place = f"{code.co_filename}:{code.co_firstlineno}"
    if not isinstance(given, Point | Coverage):
        raise ProjectionFailed(
            f"{chosen.name} gives {given!r:.80}, a {type(given).__name__} (at {place}).",
            hint="A projection gives points, and at most one coverage.",
        )
    if isinstance(given, Point) and not isinstance(given.value, Decimal | None):
        raise ProjectionFailed(
            f"{chosen.name} gives the value {given.value!r:.80}, a {type(given.value).__name__} "
            f"(at {place}).",
            hint="The value of a point is a Decimal, or None where it is not known.",
        )


def _place(chosen: Projection, problem: Exception) -> str:
    """Where an error arose: file and line, the innermost of the projection's own code."""
    code = chosen.fold.__code__
    frames = traceback.extract_tb(problem.__traceback__)
    own = [frame for frame in frames if frame.filename == code.co_filename]
    return (
        f"{own[-1].filename}:{own[-1].lineno}"
        if own
        else (f"{code.co_filename}:{code.co_firstlineno}")
    )
