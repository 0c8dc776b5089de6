"""Decoding: the events that stored lines hold; those read last are kept."""

from ecosys.event import Event, Recorded, as_recorded, codec
from ecosys.log.line import Line
from ecosys.values.memory import Memory

EVENTS = 32 * 1024 * 1024
"""How many bytes of decoded events are kept."""
DECODED = 1500
"""How many bytes a decoded event needs, about, besides five for each of its text."""


def recorded(line: Line, kind: type[Event] | None = None) -> Recorded:
    """What a line records; where its class is known no other need be loaded."""
    return as_recorded(line.position, line.recorded_at, line.origin, decoded(line.body, kind))


def line_of(record: Recorded) -> Line:
    """The line that records an event."""
    body = codec.canonical(record.event)
    return Line(record.position, record.recorded_at, record.origin, body)


def decoded(body: str, kind: type[Event] | None = None) -> Event:
    """The event of a text: what is read again, as for another type, is one event, not two.

    Where its class is known no other need be loaded.
    """

    def read() -> Event:
        return codec.decode(body) if kind is None else codec.decode_as(kind, body)

    return events.once(body, read, lambda _: DECODED + 5 * len(body))


events = Memory(EVENTS)
"""The events that this process keeps decoded."""
