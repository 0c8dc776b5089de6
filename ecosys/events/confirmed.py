"""confirmed: a source was read again and still states the same."""

from typing import Annotated, Literal

from pydantic import Field

from ecosys.event import Event, EventId, Slug
from ecosys.when import When


class Confirmed(Event):
    """A source was read again and still states these events."""

    type: Literal["confirmed"]
    version: Literal[1]
    stated: When
    """The day on which the source still said so."""
    source: Slug
    """Whose statements are confirmed."""
    events: Annotated[tuple[EventId, ...], Field(min_length=1)]
    """The events that it still states."""

    @property
    def targets(self) -> tuple[str, ...]:
        return self.events

    @property
    def speaker(self) -> str:
        return self.source
