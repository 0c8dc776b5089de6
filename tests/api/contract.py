"""What others may rely on, read out of an OpenAPI document."""

from collections.abc import Iterator, Mapping
from typing import Any

Document = dict[str, Any]
Facts = dict[str, str]
TEXTS = ("description", "example", "examples", "summary", "title")
"""What can be put better without anything changing."""


def bare(document: Document) -> Document:
    """A document without its texts, examples and version, so that it changes with the API alone."""
    return {
        "openapi": document["openapi"],
        "paths": _without_texts(document["paths"]),
        "components": {
            kind: {name: _without_texts(schema) for name, schema in sorted(named.items())}
            for kind, named in document["components"].items()
        },
    }


def facts(document: Document) -> Facts:
    """Every operation, parameter and field of an answer, with its type."""
    return {
        fact: kind
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        for fact, kind in _of_operation(document, f"{method.upper()} {path}", operation)
    }


def broken(before: Document, after: Document) -> list[str]:
    """What somebody who relied on one document would miss in another, in words."""
    old, new = facts(before), facts(after)
    gone = [f"{fact} ({old[fact]}) is gone" for fact in old if fact not in new]
    other = [
        f"{fact} was {kind} and is {new[fact]}"
        for fact, kind in old.items()
        if fact in new and new[fact] != kind and new.get(f"{fact}[]") != kind
    ]  # a parameter that took one value may take several: the same addresses mean what they did
    asked = [
        f"{fact} is required and was not there"
        for fact, kind in new.items()
        if fact not in old and kind.startswith("required ") and fact.partition("?")[0] in old
    ]
    return [*gone, *other, *asked]


def _without_texts(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_texts(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: (
            {each: _without_texts(schema) for each, schema in rest.items()}
            if name == "properties"
            else _without_texts(rest)
        )
        for name, rest in value.items()
        if name not in TEXTS
    }


def _of_operation(
    document: Document, where: str, operation: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    yield where, operation["operationId"]
    for parameter in operation.get("parameters", ()):
        fact = f"{where}?{parameter['name']}"
        need = "required" if parameter["required"] else "optional"
        yield fact, f"{need} {parameter['in']} {_type(document, parameter['schema'])}"
        if items := parameter["schema"].get("items"):
            yield f"{fact}[]", f"{need} {parameter['in']} {_type(document, items)}"
        yield from _choices(fact, _resolved(document, parameter["schema"]))
    for status, response in operation["responses"].items():
        yield f"{where} {status}", "answer"
        for media, content in response.get("content", {}).items():
            yield from _of_schema(document, f"{where} {status} {media} ", content["schema"], ())


def _of_schema(
    document: Document, where: str, schema: Mapping[str, Any], within: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """The fields of a schema; one within itself is not followed again."""
    yield where, _type(document, schema)
    for reference in _references(schema):
        if reference not in within:
            found = _found(document, reference)
            yield from _fields(document, where, found, (*within, reference))
    yield from _fields(document, where, schema, within)


def _fields(
    document: Document, where: str, schema: Mapping[str, Any], within: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    yield from _choices(where, schema)
    for name, field in schema.get("properties", {}).items():
        always = "always" if name in schema.get("required", ()) else "may be left out"
        yield f"{where}.{name}:", always
        yield from _of_schema(document, f"{where}.{name}", field, within)
    if "items" in schema:
        yield from _of_schema(document, f"{where}[]", schema["items"], within)
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _of_schema(document, f"{where}.*", schema["additionalProperties"], within)


def _choices(where: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for choice in schema.get("enum", ()):
        yield f"{where}={choice}", "a choice"


def _type(document: Document, schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return _type(document, _found(document, schema["$ref"]))
    if "anyOf" in schema:
        return " or ".join(_type(document, each) for each in schema["anyOf"])
    return f"{schema.get('type', 'anything')} {schema.get('format', '')}".strip()


def _resolved(document: Document, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return _found(document, schema["$ref"]) if "$ref" in schema else schema


def _references(schema: Mapping[str, Any]) -> list[str]:
    each_of = (schema, *schema.get("anyOf", ()))
    return [each["$ref"] for each in each_of if "$ref" in each]


def _found(document: Document, reference: str) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"][reference.rsplit("/", 1)[1]]
    return found
