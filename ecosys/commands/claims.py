"""ecosys claims: what a document asserts, and what the facts say of it."""

from typing import Annotated

import typer

from ecosys.commands._question import Question, question_at

COLUMNS = ("id", "priority", "statement", "stated", "computed", "verdict", "missing")


@question_at("/v1/claims")
def claims(
    asked: Question,
    document: Annotated[str | None, typer.Argument(help="The slug of a document.")] = None,
    verdict: Annotated[
        str | None, typer.Option(help="Only claims of this verdict: does_not_hold ...")
    ] = None,
) -> None:
    """Check the claims of a document against the facts, as they are or were known."""
    from ecosys.answers import claims as answers

    asked.show(answers.claims(asked.timeline, asked.moment, document, verdict), COLUMNS)
