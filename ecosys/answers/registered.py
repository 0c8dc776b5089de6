"""Registered: the sources that a log names, by slug."""

from ecosys.events.registered import Registered
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant


def registered(timeline: Timeline, moment: Moment) -> dict[str, Registered]:
    """The registered sources by slug, whatever `known_at` is."""
    facts = timeline.held(moment.knowing(instant.AFTER_ALL), "registered")
    events = (held.event for held in facts)
    return {event.source: event for event in events if isinstance(event, Registered)}
