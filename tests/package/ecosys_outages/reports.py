"""Reports: the outages that are known at a moment, for the command and the route alike."""

from dataclasses import dataclass
from typing import ClassVar

from ecosys import Moment, Quantity, Timeline
from ecosys.answers.answer import Answer
from ecosys.values.schema import DOCSTRINGS_DESCRIBE

from ecosys_outages.outage_reported import OutageReported


@dataclass(frozen=True, slots=True)
class Report:
    """One outage."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    subject: str
    """What did not answer."""
    day: str
    """Since when."""
    hours: Quantity
    """For how long."""


def reports(timeline: Timeline, moment: Moment, subject: str | None) -> Answer[Report]:
    """The outages of a subject and all beneath it, the latest first."""
    rows = [
        Report(held.event.subject, str(held.event.occurred), held.event.hours)
        for held in timeline.held(moment, "outage_reported", subject=subject)
        if isinstance(held.event, OutageReported)
    ]
    return Answer(sorted(rows, key=lambda row: row.day, reverse=True), Report)
