"""ecosys changes: what is different from some days ago."""

from typing import Annotated

import typer

from ecosys.commands._question import Question, question

COLUMNS = ("kind", "subject", "channel", "words")


@question
def changes(
    asked: Question,
    since: Annotated[str, typer.Option(help="7d, 2w, 12h, a date or an instant.")] = "7d",
    subject: Annotated[str | None, typer.Argument(help="A provider or model.")] = None,
) -> None:
    """What changed, in words: prices, shutdowns, launches, and what was put right."""
    from ecosys.answers import changes as answers

    asked.show(answers.changes(asked.timeline, asked.moment, since, subject), COLUMNS)
