"""Validation: what is wrong with given data, in words: the place, what was given, what may be."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

from ecosys.event.subject import EVENT_ID, SLUG, SUBJECT, URL
from ecosys.values.words import suggest

_MEANT = {
    SLUG: "a slug is written in lower case with hyphens: github-ranking",
    EVENT_ID: "an id is written without spaces: openai-o3-price-2025-06-10",
    SUBJECT: "a subject is written provider/name, the provider in lower case: openai/o3",
    URL: "an address begins with http:// or https:// and has no spaces",
}
"""What a pattern means, for the message when it is not met."""


def describe_errors(problem: ValidationError, cls: type[BaseModel], place: str) -> list[str]:
    """One line per fault: its place, what is wrong, what was given.

    >>> class Letter(BaseModel, extra="forbid"):
    ...     to: str
    >>> try:
    ...     Letter.model_validate({"too": "Berlin"})
    ... except ValidationError as problem:
    ...     describe_errors(problem, Letter, "letter")
    ['letter: to: is missing.', 'letter: too: there is no such field. Did you mean to?']
    """
    faults = problem.errors(include_url=False)
    inner = {fault["loc"][:depth] for fault in faults for depth in range(len(fault["loc"]))}
    return [
        _fault(fault, cls, place)
        for fault in faults
        if not (fault["type"] == "too_short" and fault["loc"] in inner)  # only an echo
    ]


def _fault(error: Any, cls: type[BaseModel], place: str) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"])
    where = f"{place}: {path.removeprefix('.')}" if path else place
    if error["type"] == "extra_forbidden":
        allowed = _fields_at(cls, error["loc"][:-1])
        return f"{where}: there is no such field. {suggest(str(error['loc'][-1]), allowed)}"
    if error["type"] == "missing":
        return f"{where}: is missing."
    given = repr(error["input"])
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "string_pattern_mismatch":
        message = _MEANT.get(error["ctx"]["pattern"], message)
    shown = "" if given in message else f" Given: {given[:120]}."
    return f"{where}: {message[:1].lower()}{message[1:].rstrip('.')}.{shown}"


def _fields_at(cls: type[BaseModel], path: Iterable[int | str]) -> list[str]:
    """The names of the fields that stand at a path inside a model."""
    schema = cls.model_json_schema()
    node: dict[str, Any] = schema
    for part in path:
        node = _followed(node, schema)
        node = node.get("items", {}) if isinstance(part, int) else node["properties"].get(part, {})
    return list(_followed(node, schema).get("properties", {}))


def _followed(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    for option in node.get("anyOf", ()):
        if option.get("type") != "null":
            node = option
            break
    if "$ref" in node:
        return dict(schema["$defs"][node["$ref"].rsplit("/", 1)[-1]])
    return node
