"""ecosys resolve: which subject a name means."""

from typing import Annotated

import typer

from ecosys.commands._options import Channel
from ecosys.commands._question import Question, question_at

COLUMNS = ("name", "subject", "channel", "how", "events")


@question_at("/v1/resolve")
def resolve(
    asked: Question,
    name: Annotated[str, typer.Argument(help="A subject, an id, an alias, or a channel's id.")],
    channel: Channel = None,
) -> None:
    """Which subject a name means at a moment, and how that is known. Never guessed."""
    from ecosys.answers.answer import Answer
    from ecosys.moment.names import Resolution

    resolution = asked.timeline.resolve(name, asked.moment, channel)
    asked.show(Answer([resolution], Resolution, single=True), COLUMNS)
