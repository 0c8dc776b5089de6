"""ecosys unknown: what the log does not tell."""

from typing import Annotated

import typer

from ecosys.commands._question import Question, question_at

COLUMNS = ("kind", "subject", "channel", "words")


@question_at("/v1/unknown")
def unknown(
    asked: Question,
    subject: Annotated[str | None, typer.Argument(help="A provider or model.")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="standard_price, price, launch, shutdown ...")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="So many rows.")] = None,
) -> None:
    """What is not known, as facts to look up: prices, launches, ends, what nobody said for long."""
    from ecosys.answers import unknown as answers
    from ecosys.commands._question import Screen

    answer = answers.unknown(asked.timeline, asked.moment, subject, kind)
    asked.show_list(answer, Screen(COLUMNS, ("channel",)), limit)
