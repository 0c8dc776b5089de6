"""ecosys price: what a model costs, line by line."""

from typing import Annotated

import typer

from ecosys.commands._options import Channel
from ecosys.commands._question import Question, question

COLUMNS = (
    *("subject", "channel", "region", "direction", "modality", "tier", "above", "hours"),
    *("per_million", "currency", "converted", "since", "until", "ended", "marks"),
)
OPTIONAL = ("currency", "until", "since")
UNITS = ("amount", "unit")
"""What else is shown where something is not charged by the token."""


@question
def price(
    asked: Question,
    models: Annotated[
        list[str], typer.Argument(help="Models: openai/o3, o3, or an alias; one or several.")
    ],
    channel: Channel = None,
    region: Annotated[str | None, typer.Option(help="Where the price holds.")] = None,
    tier: Annotated[str | None, typer.Option(help="standard, batch, flex, priority ...")] = None,
    currency: Annotated[
        str | None, typer.Option(help="Convert prices in other currencies: USD, EUR, CNY ...")
    ] = None,
) -> None:
    """What models cost now, at a past or a coming date, and as known then.

    Of several models those that are not known are named on standard error; the others are answered.
    """
    from ecosys.answers.answer import Answer
    from ecosys.answers.prices import PriceRow, prices
    from ecosys.answers.several import several
    from ecosys.commands._conversions import rates

    where = (channel, region, tier)

    def of(name: str) -> Answer[PriceRow]:
        return prices(asked.timeline, asked.moment, name, *where, currency=currency)

    answer = several(models, of)
    by_token = all(row.per_million is not None for row in answer.rows)
    path, names = (f"/v1/prices/{models[0]}", None) if len(models) == 1 else ("/v1/prices", models)
    asked = asked.at(
        path, subject=names, channel=channel, region=region, tier=tier, currency=currency
    )
    notes = rates((row.currency, row.conversion) for row in answer.rows)
    asked.show(answer, COLUMNS if by_token else (*COLUMNS, *UNITS), notes, optional=OPTIONAL)
