"""ecosys stale: what nobody has said again for long."""

from typing import Annotated

import typer

from ecosys.commands._question import Question, question

COLUMNS = ("subject", "channel", "what", "voice", "last_stated", "last_read", "age_days")


@question
def stale(
    asked: Question,
    older_than: Annotated[str, typer.Option("--older-than", help="So many days: 45d.")] = "45d",
    subject: Annotated[str | None, typer.Argument(help="A provider or model.")] = None,
) -> None:
    """Present prices and coming ends that nobody has said or confirmed for long."""
    from ecosys.answers import sources as answers
    from ecosys.values.period import days

    answer = answers.stale(asked.timeline, asked.moment, days(older_than), subject)
    asked.show(answer, COLUMNS)
