"""Subject fields: where names of subjects stand in the plain fields of an event of any type.

What is a subject is said by the types: a field of the type `Subject`, wherever it stands.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from ecosys.event import Event, codec, event_types
from ecosys.event.subject import SUBJECT
from ecosys.importer import Fields

Schema = Mapping[str, Any]


def renamed(fields: Fields, name: Callable[[str], str]) -> dict[str, Any]:
    """Fields of an event in which each name of a subject is another one.

    >>> tie = {"type": "integrated", "integrator": "zed", "subject": "gemini/pro"}
    >>> renamed(tie, lambda name: name.replace("gemini/", "google/"))["subject"]
    'google/pro'
    """
    places = _places(event_types.members.get(fields.get("type", "")))
    return {
        field: _renamed(value, places[field], name) if field in places else value
        for field, value in fields.items()
    }


def names_in(fields: Fields) -> list[str]:
    """The names of subjects in fields of an event, in their order."""
    names: list[str] = []

    def note(name: str) -> str:
        names.append(name)
        return name

    renamed(fields, note)
    return names


def is_sold_somewhere(fields: Fields) -> bool:
    """Whether it is a statement about one subject at one channel."""
    cls = event_types.members.get(fields.get("type", ""))
    return cls is not None and {"subject", "channel"} <= cls.model_fields.keys()


@lru_cache(maxsize=256)
def _places(cls: type[Event] | None) -> Mapping[str, Schema]:
    """The fields of a type in which subjects stand, each with the schema of its values."""
    if cls is None:
        return {}
    schema = codec.schema(cls)
    places = {
        field: _resolved(inner, schema.get("$defs", {}))
        for field, inner in schema["properties"].items()
    }
    return {field: inner for field, inner in places.items() if _holds_subjects(inner)}


def _resolved(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """A schema with what it refers to in its place; of what may be null, what it is otherwise."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rsplit("/", 1)[-1]]
    for option in schema.get("anyOf", ()):
        if option.get("type") != "null":
            return _resolved(option, definitions)
    inner = schema.get("properties", {})
    return {
        "pattern": schema.get("pattern"),
        "properties": {field: _resolved(each, definitions) for field, each in inner.items()},
        "items": _resolved(schema["items"], definitions) if "items" in schema else {},
    }


def _holds_subjects(schema: Schema) -> bool:
    inner = (*schema.get("properties", {}).values(), schema.get("items", {}))
    return schema.get("pattern") == SUBJECT or any(_holds_subjects(each) for each in inner if each)


def _renamed(value: object, schema: Schema, name: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return name(value) if schema.get("pattern") == SUBJECT else value
    if isinstance(value, Mapping):
        inner = schema.get("properties", {})
        return {field: _renamed(each, inner.get(field, {}), name) for field, each in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(each, schema.get("items", {}), name) for each in value]
    return value
