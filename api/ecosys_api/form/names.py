"""Names: an event as a form has it, every field with a name, `event.components.0.amount`."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ecosys.event import event_types
from ecosys.event.codec import schema
from ecosys_api.form.schema import Schema, Shape, shape

PREFIX = "event."
"""With what the fields of an event begin, so that none is taken for a coordinate."""


def named(data: Mapping[str, Any], prefix: str = PREFIX) -> dict[str, str]:
    """The fields of an event by their names in a form.

    >>> named({"subject": "openai/o3", "components": [{"direction": "input", "amount": "2"}]})
    ... # doctest: +NORMALIZE_WHITESPACE
    {'event.subject': 'openai/o3', 'event.components.0.direction': 'input',
     'event.components.0.amount': '2'}
    """
    return dict(_named(data, prefix.removesuffix(".")))


def _named(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _named(each, f"{name}.{key}")
    elif isinstance(value, list | tuple) and any(isinstance(each, Mapping) for each in value):
        for at, each in enumerate(value):
            yield from _named(each, f"{name}.{at}")
    elif isinstance(value, list | tuple):
        yield name, ", ".join(map(str, value))
    elif value is not None:
        yield name, written(value)


def written(value: object) -> str:
    """A value as a field shows it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def given(fields: Mapping[str, str], whole: Schema) -> dict[str, Any]:
    """The event that a form gives; what is left empty is not said.

    Names that the schema does not know are kept, so that they are refused with the others.

    >>> given({"event.events": "a, b", "event.stated": ""}, schema(event_types["confirmed"]))
    {'events': ['a', 'b']}
    """
    inside: dict[str, Any] = {}
    for name, value in fields.items():
        if value.strip():
            *path, last = name.removeprefix(PREFIX).split(".")
            place = inside
            for part in path:
                place = _within(place, part)
            place[last] = value.strip()
    return _read(inside, whole, whole)


def _within(place: dict[str, Any], part: str) -> dict[str, Any]:
    found = place.setdefault(part, {})
    if not isinstance(found, dict):  # named as a field and as a group: the group counts
        found = place[part] = {}
    return found


def _read(inside: Mapping[str, Any], group: Schema, whole: Schema) -> dict[str, Any]:
    known = group.get("properties", {})
    return {
        name: _value(value, shape(known[name], whole), whole) if name in known else value
        for name, value in inside.items()
    }


def _value(value: Any, form: Shape, whole: Schema) -> Any:
    if form.kind == "rows" and isinstance(value, dict):
        rows = sorted(value.items(), key=lambda row: (len(row[0]), row[0]))
        return [_in_group(each, form, whole) for _, each in rows]
    if form.kind == "group":
        return _in_group(value, form, whole)
    if form.kind == "list" and isinstance(value, str):
        return [each.strip() for each in value.split(",") if each.strip()]
    if form.kind == "other":
        return _statement(value) if isinstance(value, dict) else _from_json(value)
    return value


def _in_group(value: Any, form: Shape, whole: Schema) -> Any:
    inside = form.inside
    return _read(value, inside, whole) if isinstance(value, dict) and inside else value


def _statement(value: dict[str, Any]) -> Any:
    """An event within an event, by the schema of its type."""
    kind = event_types.members.get(str(value.get("type")))
    return _read(value, schema(kind), schema(kind)) if kind is not None else value


def _from_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
