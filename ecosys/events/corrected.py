"""corrected: a statement was wrong; this is the right one."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import GetJsonSchemaHandler, PlainValidator, SerializeAsAny, model_validator
from pydantic_core import core_schema

from ecosys.codec import parse
from ecosys.event import Event, EventId, Fault, Text


class _AnyEvent:
    @staticmethod
    def __get_pydantic_json_schema__(
        schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "object", "required": ["type"], "description": "An event."}


def _event(value: object) -> Event:
    if isinstance(value, Event):
        return value
    if not isinstance(value, Mapping):
        raise ValueError("an event is a mapping with a type")
    return parse(value, "statement")


class Corrected(Event):
    """A statement was wrong; this is the right one, whole. The world did not change."""

    type: Literal["corrected"]
    version: Literal[1]
    event: EventId
    """The event that was wrong."""
    statement: Annotated[SerializeAsAny[Event], PlainValidator(_event), _AnyEvent()]
    """The right statement, whole, of the same type; its id may be left out."""
    fault: Fault
    """ours: our mistake, right for every `known_at`; source: theirs, right since they said so."""
    why: Text
    """What was wrong."""

    @model_validator(mode="before")
    @classmethod
    def _id_of_the_corrected(cls, data: Any) -> Any:
        statement = data.get("statement") if isinstance(data, dict) else None
        if isinstance(statement, dict) and "id" not in statement:
            data = {**data, "statement": {**statement, "id": data.get("event")}}
        return data

    @model_validator(mode="after")
    def _speaks_of_the_same(self) -> "Corrected":
        if self.statement.id != self.event:
            raise ValueError(f"the statement's id {self.statement.id!r} is not {self.event!r}")
        if self.statement.type in ("corrected", "retracted"):
            raise ValueError("a correction is corrected by correcting the original once more")
        return self

    @property
    def targets(self) -> tuple[str, ...]:
        return (self.event,)
