"""metric: the points of a metric."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from ecosys.answers.answer import Answer, Unanswered
from ecosys.answers.metric import metric
from ecosys.moment import Moment
from ecosys.projection import Point
from ecosys.timeline import Timeline
from ecosys.values import amount
from ecosys_api.mcp.rows import RowTool
from ecosys_api.parameters import Listing


class MetricQuestion(Listing):
    """Which points."""

    name: Annotated[str, Field(min_length=1, max_length=100, examples=["provider_share"])]
    """The metric; the tool metrics lists all."""
    parameters: Annotated[
        dict[str, Any],
        Field(default_factory=dict, max_length=50, examples=[{"subject": "openai"}]),
    ]
    """The metric's own parameters, as metrics describes them; each has a default."""


def _ask(timeline: Timeline, moment: Moment, asked: MetricQuestion) -> Answer[Point]:
    return metric(timeline, moment, asked.name, asked.parameters)


def _line(row: Point) -> str:
    labels = "; ".join(f"{name}={value}" for name, value in row.labels.items())
    marks = f" [{' '.join(row.marks)}]" if row.marks else ""
    return f"{row.subject} {row.at}: {_value(row)}{f' ({labels})' if labels else ''}{marks}"


def _value(row: Point) -> str:
    if row.value is None:
        return "not known"
    upto = f" to {amount.text(row.high)}" if row.high is not None else ""
    how = f"{row.comparator} " if row.comparator else ""
    return f"{how}{amount.text(row.value)}{upto} {row.unit}"


def _gaps(asked: MetricQuestion, answer: Answer[Point]) -> Iterator[Unanswered]:
    """Why there is no share or rank, and the points without a value."""
    if answer.coverage is not None and answer.coverage.reason:
        yield Unanswered(asked.name, answer.coverage.reason, ())
    for row in answer.rows:
        if row.value is None:
            yield Unanswered(f"{row.subject} {row.at}", "The value is not known.", ())


tool = RowTool(
    title="A metric",
    description=(
        "The points of one metric at the moment: shares, ranks, notice periods, price histories, "
        "ties, growth and more, each with the events and sources it rests on. metrics lists the "
        "names, the definitions and the parameters. What cannot be computed from the facts is "
        "null and listed in unknown, with the reason."
    ),
    question=MetricQuestion,
    row=Point,
    ask=_ask,
    line=_line,
    names=("name",),
    gaps=_gaps,
)
