"""Nested: a field that holds a whole event, as a correction holds the right statement."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import GetJsonSchemaHandler, PlainValidator, SerializeAsAny, ValidationInfo
from pydantic_core import core_schema

from ecosys.event.codec import as_stored, parse
from ecosys.event.event import Event, is_stored


class _AnyEvent:
    @staticmethod
    def __get_pydantic_json_schema__(
        schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "object", "required": ["type"], "description": "An event."}


def _event(value: object, info: ValidationInfo) -> Event:
    if isinstance(value, Event):
        return value
    if not isinstance(value, Mapping):
        raise ValueError("an event is a mapping with a type")
    return as_stored(value) if is_stored(info) else parse(value, "statement")


Nested = Annotated[SerializeAsAny[Event], PlainValidator(_event), _AnyEvent()]
"""An event of any type."""
