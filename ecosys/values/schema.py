"""Schemas: how pydantic reads and writes our values, and how it describes them in JSON Schema."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self

from pydantic import ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

DOCSTRINGS_DESCRIBE = ConfigDict(use_attribute_docstrings=True)
"""How plain dataclasses become schemas: the sentence beneath a field is its description."""

InstantText = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""An instant as it is written (RFC 3339, UTC): the field never holds anything else."""
DayText = Annotated[str, Field(json_schema_extra={"format": "date"})]
"""A whole day as it is written: the field never holds a month, a year, or `unknown`."""


def is_none(value: object) -> bool:
    """Whether a field has nothing to say and is left out of what is written.

    >>> is_none(None), is_none(0)
    (True, False)
    """
    return value is None


def read_as_text(read: Callable[[Any], str]) -> CoreSchema:
    """The schema of a value that one function reads and that is written as text."""
    return core_schema.no_info_plain_validator_function(
        read, serialization=core_schema.simple_ser_schema("str")
    )


@dataclass(frozen=True, slots=True)
class ReadAsText:
    """Annotates a field whose values one function reads and which are written as text.

    >>> from typing import Annotated
    >>> from pydantic import TypeAdapter
    >>> TypeAdapter(Annotated[str, ReadAsText(str.upper)]).validate_python("o3")
    'O3'
    """

    read: Callable[[Any], str]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return read_as_text(self.read)


class TextValue(str):
    """A text that means a value: models read it by `read`, keep the value, and write the text.

    >>> from pydantic import TypeAdapter
    >>> class Shout(TextValue):
    ...     json_schema = {"type": "string", "examples": ["HEY"]}
    ...
    ...     @classmethod
    ...     def read(cls, value):
    ...         return cls(str(value).upper())
    >>> shout = TypeAdapter(Shout)
    >>> shout.dump_json(shout.validate_python("hey"))
    b'"HEY"'
    >>> shout.json_schema()
    {'examples': ['HEY'], 'type': 'string'}
    """

    json_schema: ClassVar[Mapping[str, Any]]
    """What JSON Schema says of such a text."""

    @classmethod
    def read(cls, value: object) -> Self:
        """The value that something given means; InvalidInput says what is wrong with it."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return read_as_text(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(cls.json_schema)
