"""ecosys conflicts: where sources disagree."""

from typing import Annotated

import typer

from ecosys.commands._question import Question, question_at

COLUMNS = ("subject", "channel", "what", "value", "voice", "since", "why")


@question_at("/v1/conflicts")
def conflicts(
    asked: Question,
    subject: Annotated[str | None, typer.Argument(help="A provider or model.")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="price, date, figure or property.")
    ] = None,
) -> None:
    """Where sources say different things now: who says what since when, and which one answers."""
    from ecosys.answers import conflicts as answers
    from ecosys.commands._table import table

    answer = answers.conflicts(asked.timeline, asked.moment, subject, kind)
    if asked.format != "table":
        asked.show(answer, ())
        return
    table([line for row in answer.rows for line in _lines(row)], COLUMNS)
    asked.show_footnotes(answer)


def _lines(row: object) -> list[dict[str, object]]:
    """A conflict as lines: what answers and why, then what the others say."""
    from ecosys.answers.answer import to_plain
    from ecosys.answers.conflicts import ConflictRow

    plain = to_plain(row, ConflictRow)
    about = {name: plain[name] for name in ("subject", "channel", "what")}
    first = {**about, **plain["answers"], "why": plain["why"]}
    return [first, *({**side, "subject": "", "channel": ""} for side in plain["others"])]
