"""ecosys deprecations: what ends, and when."""

from typing import TYPE_CHECKING, Annotated

import typer

from ecosys.commands._options import Channel
from ecosys.commands._question import Question, question_at

if TYPE_CHECKING:
    from ecosys.answers.answer import Answer

COLUMNS = (
    *("subject", "channel", "deployment", "region", "announced", "shutdown", "bound"),
    *("notice_days", "status", "after", "replacements", "marks"),
)
OPTIONAL = ("status", "announced", "bound", "notice_days", "deployment", "region", "after")


@question_at("/v1/deprecations")
def deprecations(
    asked: Question,
    subject: Annotated[
        list[str] | None, typer.Argument(help="Providers or models; left out: all.")
    ] = None,
    within: Annotated[
        str | None, typer.Option(help="Only what ends within so many days: 90d.")
    ] = None,
    provider: Annotated[str | None, typer.Option(help="The same as one of SUBJECT.")] = None,
    channel: Channel = None,
) -> None:
    """What stops answering and when, with how much notice.

    Of several subjects those that are not known are named on standard error.
    """
    from ecosys.answers import deprecations as answers
    from ecosys.answers.several import several
    from ecosys.values.period import days

    soon = days(within) if within is not None else None

    def about(name: str | None) -> "Answer[answers.DeprecationRow]":
        return answers.deprecations(asked.timeline, asked.moment, name, channel, soon)

    answer = several(subject, about) if subject else about(provider)
    asked.show(answer, COLUMNS, optional=OPTIONAL)
