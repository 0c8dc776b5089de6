"""metrics: what metrics there are."""

from ecosys.answers.answer import Answer
from ecosys.answers.metric import MetricRow, metrics
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.mcp.rows import RowTool
from ecosys_api.parameters import Listing


def _ask(_: Timeline, __: Moment, ___: Listing) -> Answer[MetricRow]:
    return metrics()


def _line(row: MetricRow) -> str:
    takes = ", ".join(row.parameters.get("properties", {})) or "none"
    return f"{row.name} ({row.unit}): {row.summary} Parameters: {takes}."


tool = RowTool(
    title="All metrics",
    description=(
        "The metrics that the tool metric answers: name, definition, unit, and the JSON Schema of "
        "the parameters of each."
    ),
    question=Listing,
    row=MetricRow,
    ask=_ask,
    line=_line,
    cites=False,
)
