"""Reprice: what the rows of a small log of usage cost, each at the prices of its own instant."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ecosys.answers.answer import to_json
from ecosys.answers.reprice import (
    PlainEngine,
    Reprice,
    TariffBook,
    Terms,
    columns_of,
    layout_of,
    reprice,
)
from ecosys.answers.reprice.call_rows import CallRows
from ecosys.timeline import Timeline
from ecosys.values.period import days
from ecosys_api.operation import posted, reply
from ecosys_api.parameters import Known
from ecosys_api.replies import response

router = APIRouter()
MAX_ROWS = 1000
NOT_KEPT = "no-store"

Name = Annotated[str, Field(min_length=1, max_length=240)]
Moment = Annotated[str | None, Field(max_length=64, examples=["2025-06-15"])]
Word = Annotated[str | None, Field(max_length=100)]
EXAMPLE = {
    "timestamp": "2025-06-15T12:00:00Z",
    "model": "openai/o3",
    "input_tokens": 1000,
    "output_tokens": 500,
    "tier": "standard",
}


class RepriceQuestion(BaseModel):
    """What is asked: rows of a log, and on which terms they are priced."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)

    rows: Annotated[
        list[dict[str, Any]], Field(min_length=1, max_length=MAX_ROWS, examples=[[EXAMPLE]])
    ]
    """The rows as an exporter writes them, in any layout that is known."""
    layout: Annotated[str | None, Field(max_length=100, examples=["plain"])] = None
    """How to read them; left out: told by their fields."""
    columns: Annotated[dict[Name, Name], Field(max_length=50)] = {}
    """Which column holds a field: `{"input": "prompt_tok"}`."""
    usage: Annotated[str | None, Field(max_length=100, examples=["openai"])] = None
    """Whose way of counting it is; left out: that of the layout."""
    model: Annotated[str | None, Field(max_length=240)] = None
    """What if another model had been called."""
    tier: Word = None
    """What if it had been served so: batch, flex ..."""
    channel: Word = None
    """What if it had been bought there: azure, bedrock ..."""
    region: Word = None
    """What if it had run there."""
    default: Annotated[dict[Name, Name], Field(max_length=3)] = {}
    """What holds of rows that do not say it: tier, channel, region."""
    at_risk: Annotated[str | None, Field(max_length=20, examples=["90d"])] = None
    """Tell too what was spent on models that end so soon."""
    against: Moment = None
    """Explain the difference to what was known then."""
    as_of: Moment = None
    """The prices of this moment for all rows; left out: each has those of its own instant."""
    known_at: Moment = None
    """Publicly known when? Default: all that is known."""
    position: Annotated[int | None, Field(ge=0, le=2**53)] = None
    """Only this much of the log; default all of it."""


@posted(router, "/v1/reprice", Reprice, "prices")
async def reprice_rows(
    request: Request, question: RepriceQuestion, query: Annotated[Known, Query()]
) -> Response:
    """What rows of usage cost, as `ecosys reprice` tells it, and each row with its cost."""
    query.refuse_behind(request.app.state.timeline)
    return await reply(request, _repriced, question)


def _repriced(timeline: Timeline, question: RepriceQuestion) -> Response:
    name, layout = layout_of(
        columns_of(question.rows), question.layout, question.columns, question.usage
    )
    fields = layout.found(columns_of(question.rows))
    moment = timeline.moment(question.as_of, question.known_at, question.position)
    terms = Terms(
        model=question.model,
        tier=question.tier,
        channel=question.channel,
        region=question.region,
        is_fixed=question.as_of is not None,
        unsaid=question.default,
    )
    against = None
    if question.against is not None:
        other = timeline.moment(None, question.against, question.position)
        against = TariffBook(timeline, replace(other, as_of=moment.as_of), terms)
    rows = CallRows()
    answer = reprice(
        timeline,
        PlainEngine(lambda: iter(question.rows), layout, fields),
        TariffBook(timeline, moment, terms),
        name,
        against=against,
        within_days=None if question.at_risk is None else days(question.at_risk),
        writer=rows,
    )
    answer = replace(answer, calls=tuple(rows.rows))
    return response(to_json(answer, Reprice), "application/json", NOT_KEPT)
