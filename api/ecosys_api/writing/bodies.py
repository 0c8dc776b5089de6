"""Bodies: the events that are posted, as JSON, as lines of JSON, or as a YAML seed file.

Whatever is wrong is told with its place in the body, what was given and what is allowed.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ecosys.errors import InvalidInput
from ecosys.event import Event, Subject, Text, codec
from ecosys.event.validation import Fault, InvalidEvent
from ecosys.log.log import ANY, Expected
from ecosys.log.proof.tiles import MAX_ENTRY
from ecosys.seeding.seed import read_text
from ecosys_api.errors import ParameterFault, RequestRefused, describe_fault

JSON, LINES, YAML = "application/json", "application/x-ndjson", "application/yaml"
MAX_EVENTS = 1000
"""How many events are taken at once."""
MAX_FAULTS = 50
"""How many faults are told."""
AROUND = 200
"""How many bytes a line of the log has besides the event, at most."""
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""A text that not every engine can hold, as JSON escapes it."""
EXAMPLE = {
    "type": "price_changed",
    "id": "acme-one-price-2026-11-01",
    "subject": "acme/one",
    "occurred": "2026-11-01",
    "components": [{"direction": "input", "amount": "2"}],
    "sources": [{"source": "acme", "url": "https://acme.example/pricing", "read": "2026-11-02"}],
}
Position = Annotated[int, Field(ge=0, le=2**53)]


class ExpectedOfLog(BaseModel):
    """What the writer believes of the log; where it is otherwise nothing is written."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)

    position: Position | None = None
    """The position of its last event."""
    subjects: Annotated[dict[Subject, Position], Field(max_length=MAX_EVENTS)] = {}
    """For each subject the position of the last event about it; 0 for none."""


class EventsToRecord(BaseModel):
    """Events to be recorded: all or none. An event, or a list of events, may stand for it too."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)

    events: Annotated[
        list[dict[str, Any]], Field(min_length=1, max_length=MAX_EVENTS, examples=[[EXAMPLE]])
    ]
    """The events, each as `data` of one that was recorded; `/v1/schemas` has their shapes."""
    expected: ExpectedOfLog | None = None
    """Left out: whatever the log holds."""


class DecisionToRecord(BaseModel):
    """A decision on what was held back."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)

    decision: Literal["released", "rejected"]
    """released: it is believed, and recorded as it was stated; rejected: not."""
    why: Text
    """What the decision rests on."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What a body holds."""

    events: tuple[Event, ...]
    expected: Expected = ANY

    def at(self, position: int) -> "Posted":
        """The same, at a position of the log; InvalidInput where it names another itself."""
        own = self.expected.position
        if own not in (None, position):
            raise InvalidInput(
                f"If-Match names position {position}, and expected.position {own}.",
                hint="Give one of them.",
            )
        return replace(self, expected=replace(self.expected, position=position))


def read(body: bytes, type: str) -> Posted:
    """What a body of some media type holds; RequestRefused where it is none of ours, or wrong."""
    media_type = type.partition(";")[0].strip().lower()
    reader = _READERS.get(media_type)
    if reader is None:
        raise RequestRefused(
            "unsupported",
            f"Content-Type {media_type or 'is missing'}: bodies of that type are not read.",
            hint=f"Send {JSON}, {LINES} or {YAML}.",
        )
    try:
        text = body.decode()
    except UnicodeDecodeError as problem:
        place = f"byte {problem.start + 1}"
        _refuse([_fault(place, f"is not UTF-8 ({problem.reason})")])
    posted = reader(text)
    if not 0 < len(posted.events) <= MAX_EVENTS:
        told = f"holds {len(posted.events):,} events, allowed are 1 to {MAX_EVENTS:,}"
        _refuse([_fault("body", told)])
    return posted


def read_model(body: bytes, shape: type[BaseModel]) -> Any:
    """A body that is JSON of a shape."""
    try:
        return shape.model_validate_json(body)
    except ValidationError as problem:
        _refuse([_described(each, shape) for each in problem.errors(include_url=False)])


def _read_json(text: str) -> Posted:
    data = _parsed(text, "body")
    if isinstance(data, list):
        return Posted(_parse_all((f"[{at}]", each) for at, each in enumerate(data)))
    if not isinstance(data, dict) or "type" in data:
        return Posted(_parse_all([("event", data)]))
    try:
        whole = EventsToRecord.model_validate(data)
    except ValidationError as problem:
        errors = problem.errors(include_url=False)
        _refuse([_described(each, EventsToRecord) for each in errors])
    wanted = whole.expected or ExpectedOfLog()
    events = _parse_all((f"events[{at}]", each) for at, each in enumerate(whole.events))
    return Posted(events, Expected(wanted.position, wanted.subjects))


def _read_lines(text: str) -> Posted:
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) > MAX_EVENTS:
        _refuse([_fault("body", f"holds {len(lines):,} events, allowed are {MAX_EVENTS:,}")])
    places = ((f"line {number}", line) for number, line in lines)
    return Posted(_parse_all((place, _parsed(line, place)) for place, line in places))


def _read_yaml(text: str) -> Posted:
    try:
        return Posted(tuple(seed.event for seed in read_text(text, Path("body"))))
    except InvalidInput as problem:
        lines = problem.message.split("\n")[:MAX_FAULTS]
        _refuse([ParameterFault(parameter=_place_of(line), message=line) for line in lines])


_READERS: Mapping[str, Callable[[str], Posted]] = {
    JSON: _read_json,
    LINES: _read_lines,
    "application/jsonl": _read_lines,
    YAML: _read_yaml,
    "application/x-yaml": _read_yaml,
    "text/yaml": _read_yaml,
}
"""What reads a body, by its media type."""


def _parse_all(given: Iterator[tuple[str, Any]] | Sequence[tuple[str, Any]]) -> tuple[Event, ...]:
    """The events of plain data, each with its place; all that is wrong is told at once."""
    events, faults = [], list[ParameterFault]()
    for place, data in given:
        if not isinstance(data, dict):
            faults.append(_fault(place, "is not an event: that is an object with a type"))
            continue
        try:
            events.append(codec.parse(data, place))
        except InvalidEvent as problem:
            faults += [_placed(fault, place) for fault in problem.faults]
        except InvalidInput as problem:
            faults.append(_fault(place, problem.message))
        if len(faults) >= MAX_FAULTS:
            break
    if faults:
        _refuse(faults[:MAX_FAULTS])
    return tuple(events)


def _parsed(text: str, place: str) -> Any:
    """JSON whose numbers stay as they are written, and no name stands twice in one object."""
    try:
        return json.loads(text, parse_float=str, parse_constant=_no_number, object_pairs_hook=_once)
    except json.JSONDecodeError as problem:
        at = f"line {problem.lineno}, column {problem.colno}"
        _refuse([_fault(place if place != "body" else at, f"is not JSON: {problem.msg}, at {at}")])
    except (ValueError, RecursionError) as problem:
        _refuse([_fault(place, f"is not JSON that is read: {problem}")])


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} stands twice in one object")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def refuse_unstorable(events: Sequence[Event]) -> None:
    """Refuse, before anything is written, events that no line of a log can hold."""
    faults = []
    for event in events:
        body = codec.canonical_bytes(event)
        if len(body) > MAX_ENTRY - AROUND:
            told = f"takes {len(body):,} bytes, allowed are {MAX_ENTRY - AROUND:,}"
            faults.append(_fault(event.id, told))
        elif _NUL.search(body):
            faults.append(_fault(event.id, "has a character in it that is none (U+0000)"))
    if faults:
        _refuse(faults)


def _described(error: Any, shape: type[BaseModel]) -> ParameterFault:
    return describe_fault(error, list(shape.model_fields))


def _placed(fault: Fault, place: str) -> ParameterFault:
    """What is wrong with an event that stands at a place: `events[3].components[0].amount`."""
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault.path)
    return ParameterFault(parameter=f"{place}{path}", message=fault.at(place))


def _place_of(line: str) -> str:
    """The place that a fault of a seed file begins with: `body:14:13`."""
    return line.partition(": ")[0]


def _fault(place: str, text: str) -> ParameterFault:
    return ParameterFault(parameter=place, message=f"{place}: {text}.")


def _refuse(faults: Sequence[ParameterFault]) -> NoReturn:
    detail = " ".join(fault.message for fault in faults)
    raise RequestRefused("invalid-input", detail, errors=faults)
