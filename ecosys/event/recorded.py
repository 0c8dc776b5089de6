"""Recorded: an event as the log holds it, with its position and record time."""

from dataclasses import dataclass

from ecosys.errors import InvalidCoordinate
from ecosys.event.event import Event


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as the log holds it.

    >>> from ecosys.event.codec import parse
    >>> event = parse({"type": "retracted", "id": "r", "event": "p", "fault": "ours", "why": "?"})
    >>> recorded = as_recorded(7, 1_000, "ecosys", event)
    >>> recorded.id, recorded.position, recorded.known_from
    ('r', 7, 1000)
    """

    position: int
    """Its place in the log, from 1 without gaps."""
    recorded_at: int
    """The instant at which the log took it."""
    origin: str
    """The id of the log that recorded it first."""
    event: Event
    known_from: int
    """The first knowledge instant at which it is known."""

    @property
    def id(self) -> str:
        return self.event.id


def as_recorded(position: int, recorded_at: int, origin: str, event: Event) -> Recorded:
    """An event as recorded, with the instant from which it is known.

    >>> from ecosys.event.codec import parse
    >>> event = parse({"type": "retracted", "id": "r", "event": "p", "fault": "ours", "why": "?",
    ...                "stated": "1970-01-01"})
    >>> as_recorded(7, 1_000, "ecosys", event).known_from
    0
    """
    return Recorded(position, recorded_at, origin, event, known_from(event, recorded_at))


def known_from(event: Event, otherwise: int) -> int:
    """The first instant at which an event is known; the record time where nothing says when.

    Knowledge coarser than a day counts from the end of its interval.

    >>> from ecosys.event.codec import parse
    >>> from ecosys.values import instant
    >>> event = parse({"type": "retracted", "id": "r", "event": "p", "fault": "ours", "why": "?",
    ...                "stated": "2025-06"})
    >>> instant.day_of(known_from(event, instant.AFTER_ALL))
    '2025-06-30'
    """
    stated, _ = event.statement_time
    if stated is None:
        return otherwise
    exact = stated.precision in ("instant", "day")
    return min(stated.start if exact else stated.end - 1, otherwise)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a log: its last position, and the instant at which that was recorded.

    >>> Head(position=3, recorded_at=0).refuse_beyond(4)
    Traceback (most recent call last):
    ecosys.errors.InvalidCoordinate: position 4 is not in this log. Allowed: 0 to 3.
    """

    position: int
    recorded_at: int

    def refuse_beyond(self, position: int) -> None:
        """InvalidCoordinate for a position that nothing is recorded at."""
        if not 0 <= position <= self.position:
            raise InvalidCoordinate(
                f"position {position} is not in this log.", hint=f"Allowed: 0 to {self.position}."
            )
