"""Tool: a question that a language model may ask, with the schemas of question and answer."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from ecosys.answers.answer import to_plain, writer
from ecosys.errors import InvalidInput
from ecosys.timeline import Timeline
from ecosys_api.errors import describe_fault

OF_HTTP = frozenset({"format", "min_position", "include"})
"""Parameters that mean nothing here: an answer has one form, and its sources always."""
Question = TypeVar("Question", bound=BaseModel)


@dataclass(frozen=True)
class Reply:
    """What a tool answers."""

    value: Mapping[str, Any]
    """The answer as plain data, in the shape of the tool."""
    text: str
    """The same in short, to be read."""


@dataclass(frozen=True, kw_only=True)
class Tool(ABC, Generic[Question]):
    """A question that may be asked; its name is that of its file or entry point."""

    title: str
    """What it is, for people."""
    description: str
    """What it answers, for who chooses among tools."""
    question: type[Question]
    """What may be asked."""

    @property
    @abstractmethod
    def shape(self) -> Any:
        """The shape of the answer."""

    @abstractmethod
    def answer(self, timeline: Timeline, asked: Question) -> tuple[object, str]:
        """The answer in its shape, and in words."""

    @property
    def taken(self) -> type[Question]:
        """What may be asked, with the defaults that hold here."""
        return self.question

    @cached_property
    def input_schema(self) -> dict[str, Any]:
        """The JSON Schema of what may be asked."""
        schema = self.taken.model_json_schema()
        fields = schema["properties"].items()
        properties = {name: field for name, field in fields if name not in OF_HTTP}
        return {**schema, "title": self.title, "properties": properties}

    @cached_property
    def output_schema(self) -> dict[str, Any]:
        """The JSON Schema of the answer."""
        schema: dict[str, Any] = writer(self.shape).json_schema(mode="serialization")
        return schema

    def reply(self, timeline: Timeline, arguments: Mapping[str, Any]) -> Reply:
        """The answer to a question of some arguments; InvalidInput says which mean nothing."""
        value, text = self.answer(timeline, self._read(arguments))
        return Reply(to_plain(value, self.shape), text)

    def _read(self, arguments: Mapping[str, Any]) -> Question:
        given = {name: self._as_list(name, value) for name, value in arguments.items()}
        faults = list(self._not_taken(given))
        try:
            question = self.taken.model_validate(given)
        except ValidationError as problem:
            faults += problem.errors()
        if faults:
            known = list(self.input_schema["properties"])
            raise InvalidInput(" ".join(describe_fault(each, known).message for each in faults))
        return question

    def _not_taken(self, given: Mapping[str, Any]) -> Iterator[Any]:
        """The faults of parameters that only mean something over HTTP."""
        for name in OF_HTTP & given.keys():
            yield {"type": "extra_forbidden", "loc": (name,)}

    def _as_list(self, name: str, value: Any) -> Any:
        """A value; one name where several are taken is a list of that: models write both."""
        field = self.input_schema["properties"].get(name, {})
        kinds = {field.get("type"), *(each.get("type") for each in field.get("anyOf", ()))}
        return [value] if isinstance(value, str) and "array" in kinds else value
