"""unstated: a source no longer states what it stated before."""

from typing import Annotated, Literal

from pydantic import Field

from ecosys.event import Event, EventId, Slug
from ecosys.values.when import When


class Unstated(Event):
    """A source no longer states these events: its own view forgets them from that day on."""

    main_field = "source"

    type: Literal["unstated"]
    version: Literal[1]
    stated: When
    """The day on which the source no longer said so."""
    source: Slug
    """The source that fell silent."""
    events: Annotated[tuple[EventId, ...], Field(min_length=1)]
    """The events that it no longer states."""

    @property
    def targets(self) -> tuple[str, ...]:
        return self.events

    @property
    def effective_voice(self) -> str:
        return self.source
