"""judged: somebody decided on what was held back."""

from typing import Literal

from ecosys.event import Event, EventId, Text

Decision = Literal["released", "rejected"]


class Judged(Event):
    """Somebody decided on what was held back."""

    main_field = "event"

    type: Literal["judged"]
    version: Literal[1]
    event: EventId
    """What was held back."""
    decision: Decision
    """released: it is believed now, and stands in the log as an event of its own; rejected: not."""
    why: Text
    """What the decision rests on."""

    @property
    def targets(self) -> tuple[str, ...]:
        return (self.event,)
