"""Components: what the OpenAPI document names once and refers to, so that clients have one type."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from ecosys.event import event_types

Schema = dict[str, Any]
REFERENCE = "#/components/schemas/{model}"


def add_events(schemas: dict[str, Schema]) -> None:
    """Add a component for each type of event, named as the type is, and let events tell of them.

    An event's `data` is one of them by its `type`. Types can be added, so it is no closed union.
    """
    for type, cls in sorted(event_types.items()):
        shape = cls.model_json_schema(mode="serialization", ref_template=REFERENCE)
        shape["properties"]["type"]["description"] = "The type of event."
        shape["properties"]["version"]["description"] = "The version of the type's shape."
        for name, nested in {**shape.pop("$defs", {}), type: shape}.items():
            _refuse_other(schemas, name, nested := _on_the_wire(nested))
            schemas[name] = nested
    schemas["CloudEvent"]["properties"]["data"]["x-by-type"] = {
        type: {"$ref": REFERENCE.format(model=type)} for type in sorted(event_types)
    }


def name_choices(document: Schema) -> None:
    """Name each set of choices once: by its field, with whose it is where several would be so."""
    schemas = document["components"]["schemas"]
    places: dict[tuple[str, ...], list[_Choices]] = defaultdict(list)
    for each in _all_choices(document):
        places[tuple(each.schema["enum"])].append(each)
    wanted = defaultdict(set)
    for choices, same in places.items():
        wanted[_camel(same[0].name)].add(choices)
    for choices, (first, *others) in places.items():
        name = _camel(first.name)
        if len(wanted[name]) > 1 or name in schemas:
            name = _camel(f"{first.owner}_{first.name}")
        _refuse_other(schemas, name, component := {"type": "string", "enum": list(choices)})
        schemas[name] = component
        for each in (first, *others):
            _refer(each.schema, name)


class _Choices(NamedTuple):
    """A schema that allows some words, with its name and whose it is."""

    owner: str
    name: str
    schema: Schema


def _all_choices(document: Schema) -> Iterator[_Choices]:
    for path, operations in document["paths"].items():
        owner = path.removeprefix("/v1/").removeprefix("metrics/").partition("/")[0]
        for operation in operations.values():
            for each in operation.get("parameters", ()):
                yield from _choices(each["schema"], owner, each["name"])
    for name, schema in list(document["components"]["schemas"].items()):
        yield from _choices(schema, name, name)


def _choices(schema: Schema, owner: str, name: str) -> Iterator[_Choices]:
    if "enum" in schema:
        yield _Choices(owner, name, schema)
    for field, inner in schema.get("properties", {}).items():
        yield from _choices(inner, owner, field)
    if "items" in schema:
        one = f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")
        yield from _choices(schema["items"], owner, one)
    for inner in schema.get("anyOf", ()):
        yield from _choices(inner, owner, name)


def _refer(schema: Schema, name: str) -> None:
    """Make a schema refer to a component; what it says besides stays."""
    kept = {key: schema[key] for key in ("description", "default") if key in schema}
    schema.clear()
    schema.update({"$ref": REFERENCE.format(model=name)} | kept)


def _on_the_wire(schema: Any) -> Any:
    """What is written of what can be read: numbers as text, and nothing where there is null."""
    match schema:
        case {"anyOf": [dict(value), {"type": "null"}], **rest}:
            return _on_the_wire({**value, **{key: rest[key] for key in rest if key != "default"}})
        case {"type": ["string", "number"], **rest}:
            return {**rest, "type": "string"}
        case dict():
            return {key: _on_the_wire(value) for key, value in schema.items()}
        case list():
            return [_on_the_wire(value) for value in schema]
    return schema


def _refuse_other(schemas: dict[str, Schema], name: str, schema: Schema) -> None:
    if schemas.get(name, schema) != schema:
        raise TypeError(f"{name} names two shapes in the document")


def _camel(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))
