"""Events for tests, in few words."""

from typing import Any

from ecosys.event import Event, Recorded, as_recorded
from ecosys.event.codec import parse
from ecosys.moment import Moment
from ecosys.values import instant, when

SOURCES = [{"source": "openai", "url": "https://openai.com/pricing", "read": "2026-11-22"}]
NOW = when.parse("2026-11-22T12:00Z").start
"""The time that clocks show in tests."""
AUDITED = 5716
"""The position at which figures over the released log were counted apart, by hand or another way:
they stay as they are, whatever is released later."""


def event(type: str, id: str, **fields: Any) -> Event:
    """An event of a type, with a source where it needs one."""
    about_events = ("corrected", "retracted", "rescheduled", "confirmed", "unstated")
    sources = {} if type in (*about_events, "registered", "ids_matched") else {"sources": SOURCES}
    return parse({"type": type, "id": id, **sources, **fields})


def price(id: str, occurred: str, *, subject: str = "openai/o3", **fields: Any) -> Event:
    """A price list: `price("p", "2025-06-10", input="2", output="8")`."""
    directions = ("input", "output", "cache_read", "cache_write", "cache_write_1h")
    lines = [
        {"direction": name, "amount": fields.pop(name)} for name in directions if name in fields
    ]
    lines += fields.pop("components", [])
    return event(
        "price_changed", id, subject=subject, occurred=occurred, components=lines, **fields
    )


def log(*events: Event, recorded_at: int = NOW, origin: str = "ecosys") -> list[Recorded]:
    """Events as recorded one after the other."""
    return [
        as_recorded(position, recorded_at, origin, each)
        for position, each in enumerate(events, start=1)
    ]


def moment(
    as_of: str = "2026-11-22",
    known_at: str = "2026-11-22",
    position: int = 10**9,
    source: str | None = None,
) -> Moment:
    """A moment from dates: each means its last instant."""
    return Moment(last(as_of), last(known_at), position, source)


def last(text: str) -> int:
    """The last instant of a date, or an instant."""
    return when.parse(text).end - 1


def at(text: str) -> int:
    """The first instant of a date."""
    return when.parse(text).start


def clock_at(text: str) -> Any:
    """A clock that stands still."""
    return lambda: instant.parse(text)


def plain_price(id: str, **amounts: str) -> dict[str, Any]:
    """A whole right statement for a price of o3, as a correction has it."""
    lines = [{"direction": name, "amount": amount} for name, amount in amounts.items()]
    return {
        "type": "price_changed",
        "id": id,
        "subject": "openai/o3",
        "occurred": "2025-06-10",
        "components": lines,
        "sources": SOURCES,
    }
