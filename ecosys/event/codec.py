"""Codec: reads events from plain data and from stored text, and writes their canonical text.

An event about another one is the shortest there is, and serves as the example:

>>> data = {"type": "retracted", "id": "r", "event": "p", "fault": "ours", "why": "No such price."}
>>> event = parse(data)
>>> decode(canonical(event)) == event
True
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Union, cast, get_args

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from ecosys.errors import InvalidInput
from ecosys.event.event import STORED, Event, Unrecognised, event_types
from ecosys.event.validation import Fault, InvalidEvent, Place, faults_of
from ecosys.values.words import suggest


def parse(data: Mapping[str, Any], place: Place = "event") -> Event:
    """Read an event from plain data. InvalidInput names the place, what was given, what is allowed.

    A version may be left out: it is then the present one.

    >>> parse({"type": "retracted", "id": "r", "event": "p", "fault": "ours", "why": "?"}).version
    1
    >>> parse({"type": "retract"}, "seeds/x.yaml:3")
    Traceback (most recent call last):
    ecosys.event.validation.InvalidEvent: seeds/x.yaml:3: type: 'retract' is not ...
    """
    name = data.get("type")
    cls = event_types.members.get(name) if isinstance(name, str) else None
    if cls is None:
        raise InvalidEvent([_not_a_type(name)], place)
    return _read(cls, data, place)


def _read(
    cls: type[Event],
    data: Mapping[str, Any],
    place: Place,
    context: Mapping[str, Any] | None = None,
) -> Event:
    if cls is not Unrecognised and data.get("version") != version_of(cls):
        data = upgraded(cls, dict(data), place)
    validator = cls.__pydantic_validator__  # a quick model_validate
    try:
        event: Event = validator.validate_python(data, context=context)
    except ValidationError as problem:
        raise InvalidEvent(faults_of(problem, cls), place) from None
    return event


def decode(body: str) -> Event:
    """Read an event from stored text; one of an unknown type or version becomes Unrecognised.

    >>> type(decode('{"id":"s","song":"Yesterday","type":"sung","version":1}')).__name__
    'Unrecognised'
    """
    try:
        event: Event = _one().validate_json(body, context=STORED)
    except ValidationError:  # another version, or a type that is not installed
        return _decode_other(body)
    return event


def decode_as(kind: type[Event], body: str) -> Event:
    """Read an event from stored text, as `decode` does, whose class is known: no other is loaded.

    >>> from ecosys.events.retracted import Retracted
    >>> decode_as(Retracted, '{"event":"p","fault":"ours","id":"r","type":"retracted",'
    ...                      '"version":1,"why":"?"}').why
    '?'
    """
    if kind is Unrecognised:
        return decode(body)
    try:
        event: Event = kind.__pydantic_validator__.validate_json(body, context=STORED)
    except ValidationError:  # of another version
        return _decode_other(body)
    return event


def _decode_other(body: str) -> Event:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise InvalidInput(f"event: is not JSON: {problem}.") from None
    if not isinstance(data, dict):
        raise InvalidInput("event: is not a mapping with a type.")
    return as_stored(data)


def as_stored(data: Mapping[str, Any]) -> Event:
    """Read an event that was recorded from its plain data, as `decode` does.

    >>> type(as_stored({"type": "sung", "version": 1, "id": "s", "song": "Yesterday"})).__name__
    'Unrecognised'
    """
    name, version = data.get("type"), data.get("version")
    cls = event_types.members.get(name) if isinstance(name, str) else None
    if cls is None or (isinstance(version, int) and version > version_of(cls)):
        return _read(Unrecognised, data, "event", STORED)
    return _read(cls, data, "event", STORED)


@lru_cache(maxsize=256)
def _one() -> SchemaValidator:
    """Reads any known type in its present version."""
    known: Any = Union[tuple(event_types.values())]  # noqa: UP007  known at run time only
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[known, Field(discriminator="type")])
    return cast("SchemaValidator", adapter.validator)


@lru_cache(maxsize=256)
def version_of(cls: type[Event]) -> int:
    """The present version of a type's shape.

    >>> version_of(event_types["retracted"])
    1
    """
    (version,) = get_args(cls.model_fields["version"].annotation)
    return int(version)


def upgraded(cls: type[Event], fields: dict[str, Any], place: Place = "event") -> dict[str, Any]:
    """Bring fields of an older version, or of none, to the type's present shape.

    >>> from typing import ClassVar, Literal
    >>> class Renamed(Event):
    ...     upgrades: ClassVar = {1: lambda fields: {"to": fields["name"]}}
    ...     type: Literal["renamed"]
    ...     version: Literal[2]
    ...     to: str
    >>> upgraded(Renamed, {"version": 1, "name": "o4"})
    {'to': 'o4', 'version': 2}
    """
    newest = version_of(cls)
    version = fields.get("version", newest)
    if not isinstance(version, int) or not 1 <= version <= newest:
        text = f"version {version!r} of {fields['type']} is not known. Known: 1 to {newest}."
        raise InvalidEvent([Fault(("version",), text)], place)
    for step in range(version, newest):
        fields = cls.upgrades[step](fields)
    return {**fields, "version": newest}


def canonical(event: Event) -> str:
    """The event's exact text (RFC 8785), defaults left out: what is stored, hashed, compared.

    >>> data = {"why": "?", "type": "retracted", "id": "r", "fault": "ours", "event": "p"}
    >>> canonical(parse(data))
    '{"event":"p","fault":"ours","id":"r","type":"retracted","version":1,"why":"?"}'
    """
    return canonical_bytes(event).decode()


def canonical_bytes(event: Event) -> bytes:
    """The same as UTF-8.

    >>> event = parse({"type": "retracted", "id": "r", "event": "p", "fault": "ours", "why": "–"})
    >>> canonical_bytes(event) == canonical(event).encode()
    True
    """
    return event.__pydantic_serializer__.to_json(event, exclude_defaults=True)


def plain(event: Event) -> dict[str, Any]:
    """The event as plain data, defaults left out.

    >>> data = {"type": "retracted", "id": "r", "event": "p", "fault": "ours", "why": "?"}
    >>> plain(parse(data)) == {**data, "version": 1}
    True
    """
    if isinstance(event, Unrecognised):  # what its type leaves out is not known
        return event.model_dump(mode="json", exclude_unset=True)
    data: dict[str, Any] = event.model_dump(mode="json", exclude_defaults=True)
    return data


def _not_a_type(given: object) -> Fault:
    if not given:
        return Fault(("type",), f"is missing. {suggest('', event_types)}")
    hint = event_types.why_missing(str(given)) or suggest(str(given), event_types)
    return Fault(("type",), f"{given!r} is not an event type. {hint}")


@lru_cache(maxsize=256)
def schema(cls: type[Event]) -> dict[str, Any]:
    """The JSON Schema of a type's plain form; the version may be left out. Made once: read it.

    >>> sorted(schema(event_types["retracted"])["required"])
    ['event', 'fault', 'id', 'type', 'why']
    """
    body = cls.model_json_schema()
    body["required"] = [name for name in body["required"] if name != "version"]
    return body
