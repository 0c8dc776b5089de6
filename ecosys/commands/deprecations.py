"""ecosys deprecations: what ends, and when."""

from typing import Annotated

import typer

from ecosys.commands._options import Channel
from ecosys.commands._question import Question, question_at

COLUMNS = (
    *("subject", "channel", "announced", "shutdown", "bound", "notice_days", "status"),
    *("replacements", "marks"),
)


@question_at("/v1/deprecations")
def deprecations(
    asked: Question,
    subject: Annotated[
        str | None, typer.Argument(help="A provider or model; left out: all.")
    ] = None,
    within: Annotated[
        str | None, typer.Option(help="Only what ends within so many days: 90d.")
    ] = None,
    provider: Annotated[str | None, typer.Option(help="The same as SUBJECT.")] = None,
    channel: Channel = None,
) -> None:
    """What stops answering and when, with how much notice."""
    from ecosys.answers import deprecations as answers
    from ecosys.values.period import days

    soon = days(within) if within is not None else None
    answer = answers.deprecations(asked.timeline, asked.moment, subject or provider, channel, soon)
    asked.show(answer, COLUMNS)
