"""corrected: a statement was wrong; this is the right one."""

from typing import Any, Literal

from pydantic import model_validator

from ecosys.event import Event, EventId, FaultOwner, Text
from ecosys.event.nested import Nested


class Corrected(Event):
    """A statement was wrong; this is the right one, whole. The world did not change."""

    main_field = "event"
    scope = "corrections:write"

    type: Literal["corrected"]
    version: Literal[1]
    event: EventId
    """The event that was wrong."""
    statement: Nested
    """The right statement, whole, of the same type; its id may be left out."""
    fault: FaultOwner
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
