"""ecosys cost: what a number of tokens costs."""

from typing import TYPE_CHECKING, Annotated

import typer

from ecosys.commands._options import Channel
from ecosys.commands._question import Question, question_at

if TYPE_CHECKING:
    from ecosys.answers.cost import CostRow

COLUMNS = (
    *("input", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h", "output"),
    *("reasoning", "total", "currency", "converted", "unpriced"),
)


@question_at("/v1/cost/{model}")
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
    currency: Annotated[
        str | None, typer.Option(help="Charge in it, or convert the total: USD, CNY ...")
    ] = None,
) -> None:
    """What a request costs: --input 1000 --output 500 --cache-read 0 (tokens).

    With --usage the provider's own counters are taken: --usage openai --prompt_tokens 1000
    --cached_tokens 400 --completion_tokens 500.
    """
    from dataclasses import replace

    from ecosys.answers import cost as answers
    from ecosys.answers.answer import Answer
    from ecosys.commands._counters import counters
    from ecosys.commands._options import other_options

    counted = counters(other_options(context), usage)
    row, resolved = answers.cost(
        asked.timeline,
        asked.moment,
        model,
        counted,
        usage=usage,
        tier=tier,
        channel=channel,
        region=region,
        currency=currency,
    )
    asked = replace(asked, parameters={**asked.parameters, **counted})
    asked.show(Answer([row], answers.CostRow, resolved, single=True), COLUMNS, _notes(row))


def _notes(row: "CostRow") -> list[str]:
    """What the request costs at other hours, and whether it can be made at all."""
    from ecosys.commands._conversions import told
    from ecosys.values import amount

    end = [
        f"It stopped answering on {row.ended}: {' '.join(row.ended_by or ())}",
        *([] if row.total is not None else ["With --as-of a day before it answers what it cost."]),
    ]
    others = [
        f"At other hours ({each.hours}): "
        f"{'unknown' if each.total is None else amount.text(each.total)} {row.currency}"
        for each in row.at_other_hours or ()
    ]
    converted = told(row.currency, row.conversion)
    return [*(end if row.ended else ()), *others, *converted]


cost.takes_any_option = True  # type: ignore[attr-defined]
