"""Projections that are written wrongly: the error names where their code stands."""

from decimal import Decimal
from inspect import getsourcelines
from typing import Any, cast

import pytest

from ecosys.errors import ProjectionFailed
from ecosys.moment import Moment
from ecosys.projection import Context, Parameters, Point, projection
from ecosys.projection.run import run


def _divides_by_nothing(events, context):
    """It fails in its second line."""
    yield Point("all", "2024", Decimal(1) / len(events), "ratio")


def _gives_a_number(events, context):
    """It forgets to make a point."""
    yield 1


def _gives_a_float(events, context):
    """It computes in floats."""
    yield Point("all", "2024", cast("Any", 0.1), "ratio")


def _gives_nothing(events, context):
    """It forgets to give anything."""


@pytest.mark.parametrize(
    ("fold", "line", "says"),
    [
        (_divides_by_nothing, 2, "DivisionByZero"),
        (_gives_a_number, 0, "gives 1, a int"),
        (_gives_a_float, 0, "gives the value 0.1, a float"),
        (_gives_nothing, 0, "'NoneType' object is not iterable"),
    ],
)
def test_a_projection_that_fails_is_told_by_the_file_and_line_of_its_code(fold, line, says):
    chosen = projection(takes=["launched"], unit="ratio")(fold)
    context = Context(Moment(as_of=0, known_at=0, position=0), Parameters())
    with pytest.raises(ProjectionFailed) as caught:
        run(chosen, [], context)
    assert says in str(caught.value)
    assert f"{__file__}:{getsourcelines(fold)[1] + line}" in str(caught.value)
