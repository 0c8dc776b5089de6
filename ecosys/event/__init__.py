"""Event: a dated, sourced statement about named subjects, and the event as recorded.

Every type of event is one file in `ecosys/events/`; this package holds what all of them share.
"""

from ecosys.event.event import (
    Basis,
    Confidence,
    ConflictKind,
    Event,
    Fact,
    FaultOwner,
    Model,
    Reference,
    Scope,
    Sources,
    Text,
    Unrecognised,
    event_types,
    is_stored,
    stated_when_it_occurred,
)
from ecosys.event.recorded import Head, Recorded, as_recorded, known_from
from ecosys.event.subject import (
    ANY_CHANNEL,
    FIRST_PARTY,
    Channel,
    EventId,
    Slug,
    Subject,
    Url,
    seller,
)

__all__ = [
    "ANY_CHANNEL",
    "FIRST_PARTY",
    "Basis",
    "Channel",
    "Confidence",
    "ConflictKind",
    "Event",
    "EventId",
    "Fact",
    "FaultOwner",
    "Head",
    "Model",
    "Recorded",
    "Reference",
    "Scope",
    "Slug",
    "Sources",
    "Subject",
    "Text",
    "Unrecognised",
    "Url",
    "as_recorded",
    "event_types",
    "is_stored",
    "known_from",
    "seller",
    "stated_when_it_occurred",
]
