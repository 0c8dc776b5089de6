"""Validation: what is wrong with given data, in words: the place, what was given, what may be."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from ecosys.errors import InvalidInput
from ecosys.event.subject import EVENT_ID, SLUG, SUBJECT, URL
from ecosys.values.words import suggest

_MEANT = {
    SLUG: "a slug is written in lower case with hyphens: github-ranking",
    EVENT_ID: "an id is written without spaces: openai-o3-price-2025-06-10",
    SUBJECT: "a subject is written provider/name, the provider in lower case: openai/o3",
    URL: "an address begins with http:// or https:// and has no spaces",
}
"""What a pattern means, for the message when it is not met."""
Path = tuple[int | str, ...]
"""The way to a field inside an event: `("components", 0, "amount")`."""
Place = str | Callable[[Path], str]
"""Where data stands, or what tells it of each field: `openai.yaml:14:13`."""


class Fault(NamedTuple):
    """One thing that is wrong with given data."""

    path: Path
    """The field that is wrong; empty: all of it."""
    text: str
    """What is wrong, what was given, what may be."""

    def at(self, place: Place) -> str:
        """The fault with its place.

        >>> Fault(("components", 0, "amount"), "is missing.").at("price")
        'price: components[0].amount: is missing.'
        >>> Fault((), "is no event.").at(lambda path: "x.yaml:1:3")
        'x.yaml:1:3: is no event.'
        """
        where = place if isinstance(place, str) else place(self.path)
        parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path)
        path = "".join(parts).removeprefix(".")
        return f"{where}: {path}: {self.text}" if path else f"{where}: {self.text}"


class InvalidEvent(InvalidInput):
    """Data that is no event, with all that is wrong with it."""

    def __init__(self, faults: Sequence[Fault], place: Place) -> None:
        super().__init__("\n".join(fault.at(place) for fault in faults))
        self.faults = tuple(faults)


def describe_errors(problem: ValidationError, cls: type[BaseModel], place: Place) -> list[str]:
    """One line per fault: its place, what is wrong, what was given.

    >>> class Letter(BaseModel, extra="forbid"):
    ...     to: str
    >>> try:
    ...     Letter.model_validate({"too": "Berlin"})
    ... except ValidationError as problem:
    ...     describe_errors(problem, Letter, "letter")
    ['letter: to: is missing.', 'letter: too: there is no such field. Did you mean to?']
    """
    return [fault.at(place) for fault in faults_of(problem, cls)]


def faults_of(problem: ValidationError, cls: type[BaseModel]) -> list[Fault]:
    """The faults that a model found in given data, those inside a nested event with their path."""
    errors = problem.errors(include_url=False)
    inner = {error["loc"][:depth] for error in errors for depth in range(len(error["loc"]))}
    return [
        fault
        for error in errors
        if not (error["type"] == "too_short" and error["loc"] in inner)  # only an echo
        for fault in _faults(error, cls)
    ]


def _faults(error: Any, cls: type[BaseModel]) -> list[Fault]:
    """What one error of pydantic comes to: of a nested event all that is wrong with it."""
    path = tuple(error["loc"])
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, InvalidEvent):
        return [Fault((*path, *fault.path), fault.text) for fault in cause.faults]
    return [Fault(path, _text(error, cls))]


def _text(error: Any, cls: type[BaseModel]) -> str:
    if error["type"] == "extra_forbidden":
        allowed = _fields_at(cls, error["loc"][:-1])
        return f"there is no such field. {suggest(str(error['loc'][-1]), allowed)}"
    if error["type"] == "missing":
        return "is missing."
    given = _in_short(error["input"])
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "string_pattern_mismatch":
        message = _MEANT.get(error["ctx"]["pattern"], message)
    shown = "" if given in message else f" Given: {given[:120]}."
    return f"{message[:1].lower()}{message[1:].rstrip('.')}.{shown}"


def _in_short(value: object) -> str:
    """What was given, written out; of a long text the beginning."""
    return repr(value[:2000] if isinstance(value, str) else value)


def _fields_at(cls: type[BaseModel], path: Iterable[int | str]) -> list[str]:
    """The names of the fields that stand at a path inside a model."""
    schema = cls.model_json_schema()
    node: dict[str, Any] = schema
    for part in path:
        node = _followed(node, schema)
        node = (
            node.get("items", {})
            if isinstance(part, int)
            else node.get("properties", {}).get(part, {})
        )
    return list(_followed(node, schema).get("properties", {}))


def _followed(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    for option in node.get("anyOf", ()):
        if option.get("type") != "null":
            node = option
            break
    if "$ref" in node:
        return dict(schema["$defs"][node["$ref"].rsplit("/", 1)[-1]])
    return node
