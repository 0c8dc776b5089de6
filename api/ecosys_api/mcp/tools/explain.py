"""explain: the receipt of an answer, event by event."""

from typing import Annotated

from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.receipts import Receipt, receipt
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys_api.mcp.rows import RowTool
from ecosys_api.parameters import Coordinates


class ExplainQuestion(Coordinates):
    """Which events."""

    events: Annotated[
        list[Annotated[str, Field(max_length=200)]],
        Field(min_length=1, max_length=50, examples=[["openai-o3-price-2025-06-10"]]),
    ]
    """Ids of events, as the rows of every answer have them."""
    dependents: bool = False
    """Whether to tell the metrics and claims that rest on each; this takes some seconds."""


def _ask(timeline: Timeline, moment: Moment, asked: ExplainQuestion) -> Answer[Receipt]:
    (id,) = asked.events
    return receipt(timeline, moment, id, with_dependents=asked.dependents)


def _line(row: Receipt) -> str:
    said = f"said {row.stated} ({row.stated_basis})" if row.stated else "said no one knows when"
    revised = f"; revised by {', '.join(row.revised_by)}" if row.revised_by else ""
    rests = "" if row.dependents is None else f"; {len(row.dependents)} answers rest on it"
    return f"{row.id}: {row.what}; {said}, recorded {row.recorded[:10]}{revised}{rests}"


tool = RowTool(
    title="Where an answer comes from",
    description=(
        "The receipt of an answer: for each event that its rows name, what it states, when it is "
        "true, when it was publicly said, when this log took it, where it was read, what revised "
        "it since; with dependents also the metrics and claims that rest on it."
    ),
    question=ExplainQuestion,
    row=Receipt,
    ask=_ask,
    line=_line,
    names=("events",),
)
