"""cost: what a request of some tokens costs."""

from collections.abc import Iterator
from typing import Annotated, Any, cast

from pydantic import Field, create_model

from ecosys.answers.answer import Answer, Unanswered
from ecosys.answers.cost import CostRow
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import amount
from ecosys_api.mcp.rows import RowTool
from ecosys_api.parameters import Coordinates
from ecosys_api.routes.cost import ask_cost, cost_query

_SUBJECT: Any = Annotated[
    str,
    Field(min_length=1, max_length=240, examples=["openai/o3"], description="One model."),
]


def _ask(timeline: Timeline, moment: Moment, asked: Any) -> Answer[CostRow]:
    return ask_cost(timeline, moment, asked.subject, asked)


def _line(row: CostRow) -> str:
    parts = ", ".join(f"{name} {value}" for name, value in _parts(row).items())
    ended = f" It ended {row.ended}." if row.ended else ""
    if row.total is None:
        return f"The total is not known ({parts or 'no part is priced'}).{ended}"
    return f"{amount.text(row.total)} {row.currency} in all ({parts}).{ended}"


def _parts(row: CostRow) -> dict[str, str]:
    """What each kind of tokens costs, where it costs something."""
    names = ("input", "output", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h")
    values = {name: getattr(row, name) for name in (*names, "reasoning")}
    return {name: amount.text(value) for name, value in values.items() if value}


def _gaps(asked: Any, answer: Answer[CostRow]) -> Iterator[Unanswered]:
    for row in answer.rows:
        for name in row.unpriced:
            yield Unanswered(name, f"No price of {name} is stated for {asked.subject}.", ())


_question = create_model(
    "CostQuestion",
    __base__=cost_query(),
    __cls_kwargs__={"use_attribute_docstrings": False},  # the fields are described
    subject=(_SUBJECT, ...),
)

tool = RowTool(
    title="Cost of a request",
    description=(
        "What a request of so many tokens costs with one model, exactly, at the prices in force "
        "at the moment: input and output, cached tokens, a tier, a channel; or the counters of a "
        "provider's own usage report, named by usage. What has no stated price is null, stands in "
        "unpriced and in unknown, and the total is null then."
    ),
    question=cast("type[Coordinates]", _question),
    row=CostRow,
    ask=_ask,
    line=_line,
    names=("subject",),
    gaps=_gaps,
)
