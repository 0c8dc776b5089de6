"""Schemas: how pydantic reads and writes our values, and how it describes them in JSON Schema."""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Self

from pydantic import ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema


def describe(schema: dict[str, Any], cls: type) -> None:
    """Add to the schema of a class what is said of its fields beneath them."""
    texts = {name: text for base in reversed(cls.__mro__) for name, text in _said(base).items()}
    for name, field in getattr(cls, "__pydantic_fields__", {}).items():
        texts.setdefault(field.alias or name, texts.get(name, ""))
    for name, described in schema.get("properties", {}).items():
        if text := texts.get(name):
            described["description"] = text


def _said(cls: type) -> Mapping[str, str]:
    return _texts(cls.__module__).get(cls.__qualname__, {})


@lru_cache(maxsize=256)
def _texts(module: str) -> Mapping[str, Mapping[str, str]]:
    """The sentences beneath the fields of each class of a module; none without its source."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (KeyError, OSError, TypeError):
        return {}
    return dict(_classes(tree, ""))


def _classes(node: ast.AST, within: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield f"{within}{child.name}", dict(_fields(child))
            yield from _classes(child, f"{within}{child.name}.")
        elif isinstance(child, ast.FunctionDef):
            yield from _classes(child, f"{within}{child.name}.<locals>.")


def _fields(cls: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, beneath in pairwise(cls.body):
        match field, beneath:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, inspect.cleandoc(text)


DOCSTRINGS_DESCRIBE = ConfigDict(json_schema_extra=describe)
"""How models and dataclasses become schemas: the sentence beneath a field is its description.

Pydantic's own setting would read the sources of every class as it is loaded; few are described.
Parameters of questions have it all the same: their documents are made of fields, not of a schema.
"""

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
