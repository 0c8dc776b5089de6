"""Ids of events that people write: readable, made once of type, subject and day."""

from collections.abc import Mapping
from typing import Any

from ecosys.event.event import event_types
from ecosys.event.subject import FIRST_PARTY


def nouns() -> dict[str, str]:
    """The types by their short names, as one says "add a price"."""
    return {cls.noun: name for name, cls in event_types.items() if cls.noun}


def id_of(type: str, subject: str, data: Mapping[str, Any]) -> str:
    """A readable id for an event of a subject, by its type, place and day."""
    noun = (event_types[type].noun or type).replace("_", "-")
    channel = data.get("channel", FIRST_PARTY)
    place = "" if channel == FIRST_PARTY else f"{channel}-"
    extra = {line.get("tier") for line in data.get("components", ())} - {None, "standard"}
    tier = "".join(f"-{each}" for each in sorted(extra))
    what = f"-{data['metric']}" if "metric" in data else ""
    what += f"-{data['attribute']}" if "attribute" in data else ""
    day = str(data.get("occurred") or data.get("announced") or data.get("stated") or "")
    return f"{place}{_slugged(subject)}-{noun}{tier}{_slugged(what, keep='-')}-{_slugged(day)}"


def _slugged(text: str, keep: str = "") -> str:
    kept = "".join(char if char.isalnum() or char in ".-" else "-" for char in text.lower())
    return kept.strip("-") if not keep else kept


def free_id(id: str, taken: set[str]) -> str:
    """An id that is not taken: this one, or with a number."""
    number, name = 1, id
    while name in taken:
        number += 1
        name = f"{id}-{number}"
    return name
