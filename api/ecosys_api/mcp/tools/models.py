"""models: which models there are."""

from decimal import Decimal

from ecosys.answers.answer import Answer
from ecosys.answers.models import ModelRow, models
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import amount
from ecosys_api.mcp.rows import RowTool
from ecosys_api.routes.directory import ModelsQuery


def _ask(timeline: Timeline, moment: Moment, asked: ModelsQuery) -> Answer[ModelRow]:
    return models(timeline, moment, asked.provider, asked.since, asked.ended)


def _line(row: ModelRow) -> str:
    launched, status = _or_unknown(row.launched), row.status or "status unknown"
    end = f", shutdown {row.shutdown}" if row.shutdown else ""
    return f"{row.subject}: {status}, launched {launched}, {_price(row)}{end}"


def _price(row: ModelRow) -> str:
    if row.currency is None:
        return "no list price is known"
    price = f"input {_or_unknown(row.input)}, output {_or_unknown(row.output)}"
    return f"{price} {row.currency} per million tokens"


def _or_unknown(value: object) -> str:
    if value is None:
        return "unknown"
    return amount.text(value) if isinstance(value, Decimal) else str(value)


tool = RowTool(
    title="Models",
    description=(
        "The models that are known, the newest first: launch, list price of input and output, "
        "context window, status, end. Of a provider, launched since a day (since=30d), ended or "
        "not. null is not known."
    ),
    question=ModelsQuery,
    row=ModelRow,
    ask=_ask,
    line=_line,
    names=("provider",),
)
