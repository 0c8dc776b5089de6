"""Ids of events that people write: readable, made once of type, subject and day."""

from collections.abc import Mapping
from typing import Any

from ecosys.event.event import event_types
from ecosys.event.subject import FIRST_PARTY


def nouns() -> dict[str, str]:
    """The types by their short names, as one says "add a price"."""
    return {cls.noun: name for name, cls in event_types.items() if cls.noun}


def id_of(type: str, subject: str, data: Mapping[str, Any]) -> str:
    """A readable id for an event of a subject, by its place, type and day.

    >>> id_of("observed", "openai/api", {"metric": "developers", "occurred": "2023-11-06"})
    'openai-api-figure-developers-2023-11-06'
    """
    noun = (event_types[type].noun or type).replace("_", "-")
    channel = data.get("channel", FIRST_PARTY)
    place = "" if channel == FIRST_PARTY else f"{channel}-"
    words = event_types[type].id_words(data)
    day = str(data.get("occurred") or data.get("announced") or data.get("stated") or "")
    return place + "-".join(map(slugged, (subject, noun, *filter(None, words), day)))


def slugged(text: str) -> str:
    """A text as ids hold it.

    >>> slugged("Llama 3/70B")
    'llama-3-70b'
    """
    slug = "".join(char if char.isalnum() or char in ".-" else "-" for char in text.lower())
    return slug.strip("-")


def free_id(id: str, taken: set[str]) -> str:
    """An id that is not taken: this one, or with a number.

    >>> free_id("a", {"b"}), free_id("a", {"a", "a-2"})
    ('a', 'a-3')
    """
    number, name = 1, id
    while name in taken:
        number += 1
        name = f"{id}-{number}"
    return name
