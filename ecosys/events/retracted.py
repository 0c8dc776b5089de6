"""retracted: a statement was wrong and nothing takes its place."""

from typing import Literal

from ecosys.event import Event, EventId, FaultOwner, Text


class Retracted(Event):
    """A statement was wrong and nothing takes its place; the world did not change."""

    main_field = "event"
    scope = "corrections:write"

    type: Literal["retracted"]
    version: Literal[1]
    event: EventId
    """The event that was wrong. Retracting a correction revives what it corrected."""
    fault: FaultOwner
    """ours: our mistake, withdrawn for every `known_at`; source: theirs, since they said so."""
    why: Text
    """What was wrong."""

    @property
    def targets(self) -> tuple[str, ...]:
        return (self.event,)
