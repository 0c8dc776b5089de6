"""Held: an event as it stands at a moment."""

from dataclasses import dataclass

from ecosys.event import Event
from ecosys.values import instant
from ecosys.values.when import When


@dataclass(frozen=True, slots=True)
class Held:
    """An event as it stands at a moment, with all that made it so.

    >>> from ecosys.testing import given
    >>> [held] = given(
    ...     {"type": "deprecated", "id": "end", "subject": "acme/m", "announced": "2025-03-01",
    ...      "shutdown": "2025-09-01", "sources": [{"source": "acme"}]},
    ...     {"type": "rescheduled", "id": "move", "event": "end", "shutdown": "2025-12-01",
    ...      "stated": "2025-05-01", "sources": [{"source": "acme"}]},
    ... ).view().facts
    >>> held.event.shutdown, held.because, held.events
    ('2025-12-01', (1, 2), ('end', 'move'))
    """

    id: str
    """The id of the original event."""
    event: Event
    """The statement in force: corrected, with the dates that now stand."""
    because: tuple[int, ...]
    """Positions of the original, its corrections and reschedulings."""
    events: tuple[str, ...]
    """Ids of the events at these positions."""
    position: int
    """The position of the statement in force: the original's, or its correction's."""
    recorded_at: int
    """When the statement in force was recorded."""
    known_from: int
    """Since when the statement in force is known; a rescheduling does not renew it."""
    voice: str
    """Whose statement it is."""
    own: bool = False
    """Whether it was first recorded in this log, not copied from a release."""
    last_stated: int = 0
    """The end of the last time at which its voice said or confirmed it."""
    cancelled: bool = False
    """Whether it was called off."""
    unstated: bool = False
    """Whether its voice has stopped saying it."""
    returned: bool = False
    """Whether what it says was withdrawn, or said otherwise, in between."""
    superseded: bool = False
    """Whether another statement took its place; shown only to projections with history."""
    own_move: bool = False
    """Whether a date of it was moved, or it was called off, in this log."""

    @property
    def is_own(self) -> bool:
        """Whether something of it was first said in this log: it is no answer of a release."""
        return self.own or self.own_move

    @property
    def start(self) -> int | None:
        """The first instant at which it counts as so; None: never by itself."""
        when = self.event.when
        return instant.BEFORE_ALL if when is None else when.holds_from

    @property
    def until(self) -> int:
        """The first instant at which it no longer counts as so."""
        date: When | None = getattr(self.event, "until", None)
        end = date.holds_from if date else None
        return instant.AFTER_ALL if end is None else end
