"""Scopes: what an API key must allow to whoever writes an event over HTTP."""

from collections.abc import Iterable

from ecosys.event.event import Event, Scope


def needed_scopes(events: Iterable[Event]) -> set[Scope]:
    """What events need, and what more the events need that they hold, as a correction holds one.

    >>> from ecosys.event.codec import parse
    >>> source = {"type": "registered", "id": "s", "source": "me", "name": "Me", "kind": "mirror"}
    >>> right = {"type": "corrected", "id": "c", "event": "s", "fault": "ours", "why": "x",
    ...          "statement": {**source, "rank": 0}}
    >>> sorted(needed_scopes([parse(right)])), needed_scopes([parse(source)])
    (['admin', 'corrections:write'], {'admin'})
    """
    needed = set[Scope]()
    for event in events:
        held = needed_scopes(value for _, value in event if isinstance(value, Event))
        needed |= {event.scope, *(held - {Event.scope})}
    return needed
