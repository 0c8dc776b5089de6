"""ecosys price: what a model costs, line by line."""

from typing import Annotated

import typer

from ecosys.commands._options import Channel
from ecosys.commands._question import Question, question_at

COLUMNS = (
    *("subject", "channel", "region", "direction", "modality", "tier", "above", "hours"),
    *("per_million", "currency", "since", "until", "ended", "marks"),
)
UNITS = ("amount", "unit")
"""What else is shown where something is not charged by the token."""


@question_at("/v1/prices/{model}")
def price(
    asked: Question,
    model: Annotated[str, typer.Argument(help="A model: openai/o3, o3, or an alias.")],
    channel: Channel = None,
    region: Annotated[str | None, typer.Option(help="Where the price holds.")] = None,
    tier: Annotated[str | None, typer.Option(help="standard, batch, flex, priority ...")] = None,
) -> None:
    """What a model costs now, at a past or a coming date, and as known then."""
    from ecosys.answers.prices import prices

    answer = prices(asked.timeline, asked.moment, model, channel, region, tier)
    by_token = all(row.per_million is not None for row in answer.rows)
    asked.show(answer, COLUMNS if by_token else (*COLUMNS, *UNITS))
