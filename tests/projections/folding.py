"""Run a projection over a few events, without a database. Shared by all tests of metrics."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ecosys.event import Event
from ecosys.moment.hold import hold
from ecosys.projection import Context, Coverage, Point, in_valid_time, projections
from tests import given


def fold(
    name: str,
    *events: Event,
    as_of: str = "2026-11-22",
    known_at: str = "2026-11-22",
    ranks: Mapping[str, int] | None = None,
    asked: Callable[..., Sequence[Point]] | None = None,
    **parameters: Any,
) -> tuple[list[Point], Coverage | None]:
    """The points and the coverage of a metric over events that were just recorded."""
    chosen, moment = projections[name], given.moment(as_of, known_at)
    held = hold(given.log(*events), moment, history=chosen.history)
    facts = [each for each in held if not chosen.takes or each.event.type in chosen.takes]
    context: Context[Any] = Context(moment, chosen.parameters(**parameters), ranks or {}, asked)
    found = list(chosen.fold(sorted(facts, key=in_valid_time), context))
    coverage = [each for each in found if isinstance(each, Coverage)]
    points = [each for each in found if isinstance(each, Point)]
    return points, coverage[0] if coverage else None


def points(name: str, *events: Event, **asked: Any) -> list[Point]:
    """The points alone."""
    return fold(name, *events, **asked)[0]
