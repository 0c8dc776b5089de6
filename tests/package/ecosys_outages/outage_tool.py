"""Outages for language models: the rows of the page, each in words too."""

from ecosys import Moment, Timeline
from ecosys.answers.answer import Answer
from ecosys_api.mcp.rows import RowTool

from ecosys_outages.outage_route import OutagesQuery
from ecosys_outages.reports import Report, reports


def _ask(timeline: Timeline, moment: Moment, asked: OutagesQuery) -> Answer[Report]:
    return reports(timeline, moment, asked.subject)


def _line(row: Report) -> str:
    return f"{row.day} {row.subject}: {row.hours} hours"


tool = RowTool(
    title="Outages",
    description="The outages that providers reported, the latest first.",
    question=OutagesQuery,
    row=Report,
    ask=_ask,
    line=_line,
    names=("subject",),
    cites=False,
)
