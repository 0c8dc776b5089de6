"""ecosys metric: a number with its definition and its events."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecosys.commands._question import Question, question

if TYPE_CHECKING:
    from ecosys.answers.answer import Answer
    from ecosys.projection import Parameters

POINTS = (
    *("at", "figure_of", "subject", "value", "high", "comparator", "unit", "labels", "marks"),
    "events",
)
VINTAGES = ("known_at", "change", "subject", "at", "before", "value", "unit", "labels")
READ_AS = {"before": "value until", "value": "value since"}
"""How a vintage's two values are headed: the one until that day, and the one since."""
MOMENTS = ("as_of", *POINTS)
METRICS = ("name", "unit", "version", "summary")


@question
def metric(
    asked: Question,
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="A metric; left out: all are listed.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the tree of events and sources.")
    ] = False,
    vintages: Annotated[
        bool, typer.Option("--vintages", help="Show how the answer changed.")
    ] = False,
    at: Annotated[str | None, typer.Option("--at", help="With --explain: one date.")] = None,
    plot: Annotated[bool, typer.Option("--plot", help="Draw it: lines or bars.")] = False,
) -> None:
    """A metric at any moment: --subject openai, and the parameters that it declares.

    With --every month|year, and --since 2023, at the end of each month or year since then.
    """
    from ecosys.answers import metric as answers
    from ecosys.answers.moments import moments
    from ecosys.commands._options import other_options
    from ecosys.errors import InvalidInput
    from ecosys.projection import get_projection
    from ecosys.projection.run import read_parameters

    timeline, moment = asked.timeline, asked.moment
    if name is None:
        asked.at("/v1/metrics").show(answers.metrics(), METRICS)
        return
    options = other_options(context)
    when = _taken_moments(name, options)
    if when and (vintages or explain):
        raise InvalidInput(f"--{next(iter(when))} cannot stand beside --vintages or --explain.")
    if plot:
        _refuse_beside_plot(asked, vintages=vintages, explain=explain)
    given = read_parameters(get_projection(name), options)
    parameters = given.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    path = f"/v1/metrics/{name}"
    if vintages:
        changed = asked.at(f"{path}/vintages", **parameters)
        answer = answers.vintages(timeline, moment, name, given, sys.maxsize)
        changed.show(answer, VINTAGES, headings=READ_AS)
    elif explain:
        _show_explanations(asked.at(f"{path}/explain", at=at, **parameters), name, given, at)
    elif when:
        each = asked.at(f"{path}/moments", **parameters, **when)
        _show(each, moments(timeline, moment, name, given, **when), MOMENTS, plot=plot)
    else:
        each = asked.at(path, **parameters)
        _show(each, answers.metric(timeline, moment, name, given), POINTS, plot=plot)


def _show(asked: Question, answer: "Answer[Any]", columns: Sequence[str], *, plot: bool) -> None:
    """Show points as a table or in another format, or draw them."""
    if not plot:
        asked.show(answer, columns)
        return
    from ecosys.commands import _plot

    assert answer.metric is not None
    _plot.show(answer.metric.name, answer.rows, asked.moment.as_of)
    asked.show_footnotes(answer)


def _refuse_beside_plot(asked: Question, **others: bool) -> None:
    from ecosys.errors import InvalidInput

    beside = next((f"--{name}" for name, given in others.items() if given), None)
    if asked.format != "table":
        beside = f"--format {asked.format}"
    if beside is not None:
        raise InvalidInput(f"--plot cannot stand beside {beside}.")


def _show_explanations(asked: Question, name: str, given: "Parameters", at: str | None) -> None:
    """Show every point with what it rests on: for people as a tree."""
    from ecosys.answers.metric import explain
    from ecosys.commands._tree import show_trees

    answer = explain(asked.timeline, asked.moment, name, given, at)
    if asked.format == "table":
        show_trees(answer.rows)
        asked.show_footnotes(answer)
    else:
        asked.show(answer, ())


def _taken_moments(name: str, given: dict[str, str]) -> dict[str, Any]:
    """Which moments are asked for, taken out of the options; none: the metric's own, or one."""
    from ecosys.answers.moments import OWN_TIME
    from ecosys.projection import get_projection

    own = get_projection(name).parameters.model_fields
    when = {option: given.pop(option) for option in OWN_TIME if option in given.keys() - own}
    if "every" in when:
        _refuse_unknown_period(when["every"])
    return when


def _refuse_unknown_period(every: str) -> None:
    from typing import get_args

    from ecosys.errors import InvalidInput
    from ecosys.values.period import Every
    from ecosys.values.words import suggest

    if every not in get_args(Every):
        raise InvalidInput(f"--every {every} is not known.", hint=suggest(every, get_args(Every)))


metric.takes_any_option = True  # type: ignore[attr-defined]
