"""ecosys explain: what rests on an event."""

from typing import Annotated

import typer

from ecosys.commands._question import Question, question_at

COLUMNS = ("kind", "name", "subject", "at", "value", "what")


@question_at("/v1/events/{event}/dependents")
def explain(
    asked: Question, event: Annotated[str, typer.Argument(help="The id of an event.")]
) -> None:
    """Every metric and claim that rests on an event; metric NAME --explain goes the other way."""
    from ecosys.answers.dependents import dependents

    asked.show(dependents(asked.timeline, asked.moment, event), COLUMNS)
