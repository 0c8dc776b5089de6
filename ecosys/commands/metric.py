"""ecosys metric: a number with its definition and its events."""

import sys
from typing import Annotated, Any

import typer

from ecosys.commands._question import Question, question

POINTS = ("at", "subject", "value", "high", "comparator", "unit", "labels", "marks", "events")
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
) -> None:
    """A metric at any moment: --subject openai, and the parameters that it declares.

    With --every month|year, and --since 2023, at the end of each month or year since then.
    """
    from ecosys.answers import metric as answers
    from ecosys.answers.moments import moments
    from ecosys.commands._options import other_options

    timeline, moment = asked.timeline, asked.moment
    if name is None:
        asked.show(answers.metrics(), METRICS)
        return
    given = other_options(context)
    if vintages:
        answer = answers.vintages(timeline, moment, name, given, sys.maxsize)
        asked.show(answer, VINTAGES, headings=READ_AS)
    elif explain:
        _show_explanations(asked, name, given, at)
    elif when := _taken_moments(name, given):
        asked.show(moments(timeline, moment, name, given, **when), MOMENTS)
    else:
        asked.show(answers.metric(timeline, moment, name, given), POINTS)


def _show_explanations(asked: Question, name: str, given: dict[str, str], at: str | None) -> None:
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
