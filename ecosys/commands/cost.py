"""ecosys cost: what a number of tokens costs."""

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
    *("input", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h", "output"),
    *("reasoning", "total", "currency", "unpriced"),
)


def cost(
    context: typer.Context,
    model: Annotated[str, typer.Argument(help="A model: openai/o3, o3, or an alias.")],
    usage: Annotated[
        str | None, typer.Option(help="Whose counters follow: openai, anthropic, google ...")
    ] = None,
    tier: Annotated[str, typer.Option(help="standard, batch, flex, priority ...")] = "standard",
    channel: Channel = None,
    region: Annotated[str | None, typer.Option(help="Where the price holds.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    source: Source = None,
    form: Format = "table",
    without: Without = None,
    with_: With = None,
    database: Database = None,
) -> None:
    """What a request costs: --input 1000 --output 500 --cache-read 0 (tokens).

    With --usage the provider's own counters are taken: --usage openai --prompt_tokens 1000
    --cached_tokens 400 --completion_tokens 500.
    """
    from ecosys.answers.answer import Answer
    from ecosys.answers.cost import CostRow
    from ecosys.answers.cost import cost as answer_cost
    from ecosys.commands import _ask
    from ecosys.commands._counters import counters

    opened = _ask.timeline(database, without, with_)
    at = _ask.moment(opened, as_of, known_at, position, source)
    row, resolved = answer_cost(
        opened,
        at,
        model,
        counters(_ask.parameters(context), usage),
        usage=usage,
        tier=tier,
        channel=channel,
        region=region,
    )
    _ask.show(Answer([row], CostRow, resolved), opened, at, form, COLUMNS)


cost.takes_any_option = True  # type: ignore[attr-defined]
