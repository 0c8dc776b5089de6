"""outage_reported: a provider said that something did not answer."""

from typing import Literal

from ecosys import Fact, Quantity, Subject


class OutageReported(Fact):
    """A provider said that something did not answer."""

    type: Literal["outage_reported"]
    version: Literal[1]
    subject: Subject
    """What did not answer."""
    hours: Quantity
    """For how long."""

    def describe(self) -> str:
        return f"{self.subject} was out for {self.hours} hours"

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.subject,)
