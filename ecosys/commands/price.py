"""ecosys price: what a model costs, line by line."""

from typing import Annotated

import typer

from ecosys.commands._options import (
    AsOf,
    Channel,
    Database,
    Format,
    KnownAt,
    Position,
    Source,
    With,
    Without,
)

COLUMNS = (
    *("subject", "channel", "region", "direction", "modality", "tier", "above", "hours"),
    *("per_million", "currency", "since", "until", "marks"),
)
UNITS = ("amount", "unit")
"""What else is shown where something is not charged by the token."""


def price(
    model: Annotated[str, typer.Argument(help="A model: openai/o3, o3, or an alias.")],
    channel: Channel = None,
    region: Annotated[str | None, typer.Option(help="Where the price holds.")] = None,
    tier: Annotated[str | None, typer.Option(help="standard, batch, flex, priority ...")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    source: Source = None,
    form: Format = "table",
    without: Without = None,
    with_: With = None,
    database: Database = None,
) -> None:
    """What a model costs now, at a past or a coming date, and as known then."""
    from ecosys.answers.prices import prices
    from ecosys.commands import _ask

    opened = _ask.timeline(database, without, with_)
    at = _ask.moment(opened, as_of, known_at, position, source)
    answer = prices(opened, at, model, channel, region, tier)
    by_token = all(row.per_million is not None for row in answer.rows)
    _ask.show(answer, opened, at, form, COLUMNS if by_token else (*COLUMNS, *UNITS))
