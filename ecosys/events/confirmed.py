"""confirmed: a source was read again and still states the same."""

from typing import Literal

from ecosys.event import Event, EventId, Slug
from ecosys.values.when import When


class Confirmed(Event):
    """A source was read again and still states these events, or all that it stated before."""

    main_field = "source"

    type: Literal["confirmed"]
    version: Literal[1]
    stated: When
    """The day on which the source still said so."""
    source: Slug
    """Whose statements are confirmed."""
    events: tuple[EventId, ...] = ()
    """The events that it still states; left out: all that it has not unstated."""

    @property
    def targets(self) -> tuple[str, ...]:
        return self.events

    @property
    def effective_voice(self) -> str:
        return self.source
