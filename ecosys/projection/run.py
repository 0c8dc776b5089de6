"""Run: a projection's parameters read from plain data, and its points from the facts given."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from ecosys.errors import EcosysError, InvalidInput, ProjectionFailed
from ecosys.event.validation import describe_errors
from ecosys.moment import Held
from ecosys.projection.point import Coverage, Point
from ecosys.projection.projection import Context, Parameters, Projection, in_valid_time


def read_parameters(chosen: Projection, given: Parameters | Mapping[str, Any]) -> Parameters:
    """The parameters of a projection from plain data; InvalidInput says what is wrong."""
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
    """
    try:
        results = list(chosen.fold(sorted(facts, key=in_valid_time), context))
    except EcosysError:
        raise
    except Exception as problem:
        raise ProjectionFailed(
            f"{chosen.name} cannot answer ({type(problem).__name__}: {problem})."
        ) from problem
    points = tuple(each for each in results if isinstance(each, Point))
    coverages = [each for each in results if isinstance(each, Coverage)]
    return points, coverages[0] if coverages else None
