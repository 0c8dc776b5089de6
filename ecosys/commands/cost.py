"""ecosys cost: what a number of tokens costs."""

from typing import Annotated

import typer

from ecosys.commands._options import Channel
from ecosys.commands._question import Question, question

COLUMNS = (
    *("input", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h", "output"),
    *("reasoning", "total", "currency", "unpriced"),
)


@question
def cost(
    asked: Question,
    context: typer.Context,
    model: Annotated[str, typer.Argument(help="A model: openai/o3, o3, or an alias.")],
    usage: Annotated[
        str | None, typer.Option(help="Whose counters follow: openai, anthropic, google ...")
    ] = None,
    tier: Annotated[str, typer.Option(help="standard, batch, flex, priority ...")] = "standard",
    channel: Channel = None,
    region: Annotated[str | None, typer.Option(help="Where the price holds.")] = None,
) -> None:
    """What a request costs: --input 1000 --output 500 --cache-read 0 (tokens).

    With --usage the provider's own counters are taken: --usage openai --prompt_tokens 1000
    --cached_tokens 400 --completion_tokens 500.
    """
    from ecosys.answers import cost as answers
    from ecosys.answers.answer import Answer
    from ecosys.commands._counters import counters
    from ecosys.commands._options import other_options

    row, resolved = answers.cost(
        asked.timeline,
        asked.moment,
        model,
        counters(other_options(context), usage),
        usage=usage,
        tier=tier,
        channel=channel,
        region=region,
    )
    asked.show(Answer([row], answers.CostRow, resolved, single=True), COLUMNS)


cost.takes_any_option = True  # type: ignore[attr-defined]
