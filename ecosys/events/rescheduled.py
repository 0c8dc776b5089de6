"""rescheduled: something scheduled was moved or cancelled, in the world."""

from typing import Literal

from pydantic import model_validator

from ecosys.event import Event, EventId, Text
from ecosys.values.when import When

DATES = ("occurred", "until", "legacy", "deprecated", "shutdown")
"""The dates that can be moved at all; a type says which of its own may be.

Each replaces the target's date of the same name."""


class Rescheduled(Event):
    """Something scheduled was moved or cancelled, in the world; no value changes."""

    main_field = "event"
    movable_dates = DATES

    type: Literal["rescheduled"]
    version: Literal[1]
    event: EventId
    """The original event."""
    cancelled: bool = False
    """Whether it will not happen at all."""
    occurred: When | None = None
    """Its new valid time."""
    until: When | None = None
    """Its new end."""
    legacy: When | None = None
    """The new date of the close to new customers."""
    deprecated: When | None = None
    """The new date of the close to new uses."""
    shutdown: When | None = None
    """The new date of the shutdown."""
    why: Text | None = None
    """The reason, if one was given."""

    @model_validator(mode="after")
    def _moves_or_cancels(self) -> "Rescheduled":
        if self.cancelled == bool(self.moved):
            raise ValueError(f"either cancelled, or a new date: {', '.join(DATES)}")
        return self

    @property
    def moved(self) -> dict[str, When]:
        """The new dates by name."""
        return {name: date for name in DATES if (date := getattr(self, name)) is not None}

    @property
    def targets(self) -> tuple[str, ...]:
        return (self.event,)
