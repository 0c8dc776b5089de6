"""Check: an event that somebody would state, what is wrong with it, and what it would change."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from ecosys.answers.answer import Answer
from ecosys.answers.effect import effect
from ecosys.errors import InvalidInput
from ecosys.event.validation import Path
from ecosys.moment import Moment
from ecosys.seeding.contribution import contribution
from ecosys.seeding.write import block
from ecosys.timeline import Timeline
from ecosys.values.schema import DOCSTRINGS_DESCRIBE


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is wrong with a field, or hard to believe of it."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    field: str
    """The way to the field: `components.0.amount`; empty: it is said of the whole event."""
    text: str
    """What is wrong, what was given, what may be."""

    @property
    def path(self) -> Path:
        """The way to the field, part by part."""
        parts = self.field.split(".") if self.field else []
        return tuple(int(part) if part.isdigit() else part for part in parts)


@dataclass(frozen=True, slots=True)
class CheckRow:
    """An event as it would be written, and what it would change."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    type: str
    """The type of the event."""
    id: str | None
    """Its id, made of what it is about where none was given; null: too little was given."""
    faults: tuple[Note, ...]
    """Why it could not be released as it is; none: it could."""
    doubts: tuple[Note, ...]
    """What is hard to believe; a `note` of the event that names the value settles it."""
    effect: tuple[str, ...]
    """What it would change, in sentences; none, while something is wrong with it."""
    file: str | None
    """The file of `seeds/` that it belongs to."""
    block: str | None
    """The event in YAML, as that file holds it."""


def check(timeline: Timeline, moment: Moment, text: str) -> Answer[CheckRow]:
    """What `checked` gives of an event that is given as JSON."""
    try:
        data = json.loads(text, parse_float=str)
    except (ValueError, RecursionError) as problem:
        raise InvalidInput(f"event: is not JSON: {problem}.") from None
    if not isinstance(data, dict):
        raise InvalidInput("event: is not a mapping with a type.")
    return Answer([checked(timeline, moment, data)], CheckRow, single=True)


def checked(timeline: Timeline, moment: Moment, data: Mapping[str, Any]) -> CheckRow:
    """An event that is given as plain data, against all that the log holds at a moment.

    It would be recorded then; where the moment is not pinned, now.
    """
    now = moment.known_at if moment.pinned else timeline.log.clock()
    at = replace(moment, known_at=now)
    made = contribution(timeline, at, data)
    faults = tuple(_note(fault.path, fault.text) for fault in made.faults)
    doubts = tuple(_note(doubt.path, doubt.text) for doubt in made.doubts)
    event = made.event
    if event is None:
        return CheckRow(str(data.get("type", "")), None, faults, doubts, (), None, None)
    would = () if faults else tuple(effect(timeline, at, event))
    return CheckRow(event.type, event.id, faults, doubts, would, made.file, block(event))


def by_field(notes: Sequence[Note]) -> dict[Path, list[str]]:
    """What is said of each field."""
    said: dict[Path, list[str]] = {}
    for note in notes:
        said.setdefault(note.path, []).append(note.text)
    return said


def _note(path: Path, text: str) -> Note:
    return Note(".".join(map(str, path)), text)
