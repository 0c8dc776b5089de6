"""ecosys changes: what is different from some days ago."""

from typing import Annotated

import typer

from ecosys.commands._out import tell
from ecosys.commands._question import Question, question_at

COLUMNS = ("kind", "subject", "channel", "words", "occurred", "learned", "news")


def left_out(count: int) -> str:
    """How many changes are told only when asked for, and which those are."""
    return f"{count} left out, our own corrections and first prices of what is older"


@question_at("/v1/changes")
def changes(
    asked: Question,
    since: Annotated[
        str | None, typer.Option(help="7d, 2w, 12h, a date or an instant; left out: 7d.")
    ] = None,
    subject: Annotated[str | None, typer.Argument(help="A provider or model.")] = None,
    updated_after: Annotated[
        str | None, typer.Option(help="Only what became known after this; without --since that.")
    ] = None,
    after: Annotated[
        int | None, typer.Option(min=0, help="Also what the log took after this position.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="Only of one kind: price, launched, deprecated ...")
    ] = None,
    all_: Annotated[
        bool,
        typer.Option("--all", help="Also what we had wrong, and first prices of what is older."),
    ] = False,
) -> None:
    """What changed in the world, in words: prices, shutdowns, launches, what a source put right.

    It is what came into force after --since and by --as-of, and what became known after --since
    and by --known-at; the column "news" says which of them a change is.
    """
    from ecosys.answers import changes as answers

    answer = answers.changes(
        asked.timeline,
        asked.moment,
        since,
        subject,
        updated_after=updated_after,
        after=after,
        kind=kind,
        bookkeeping=all_,
    )
    asked.show(answer, COLUMNS)
    if asked.format == "table" and answer.left_out:
        tell(f"{left_out(answer.left_out)}: --all lists them")
