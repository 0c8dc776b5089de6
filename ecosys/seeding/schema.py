"""The JSON Schema of seed files, by which editors check and complete what is typed."""

import json
from typing import Any

from ecosys.event import event_types
from ecosys.event.codec import schema


def schema_text() -> str:
    """The text of the schema that is committed beside the seeds."""
    return json.dumps(seed_schema(), indent=1, ensure_ascii=False) + "\n"


def seed_schema() -> dict[str, Any]:
    """The JSON Schema of a seed file: a list of events, each checked by its type."""
    definitions: dict[str, Any] = {}
    branches = []
    for name, cls in sorted(event_types.items()):
        body = _loosened(schema(cls))
        del body["properties"]["recorded_by"]  # a server says so, no seed
        definitions |= body.pop("$defs", {})
        definitions[name] = body
        branches.append(
            {
                "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
                "then": {"$ref": f"#/$defs/{name}"},
            }
        )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ecosys seeds",
        "description": "A list of events.",
        "type": "array",
        "items": {
            "type": "object",
            "required": ["id", "type"],
            "properties": {"type": {"enum": sorted(event_types)}},
            "allOf": branches,
        },
        "$defs": dict(sorted(definitions.items())),
    }


def _loosened(node: Any) -> Any:
    """Text may be written without quotes: to an editor 2023 is then a number, true a boolean."""
    if isinstance(node, list):
        return [_loosened(item) for item in node]
    if not isinstance(node, dict):
        return node
    loose = {key: _loosened(value) for key, value in node.items()}
    if loose.get("type") == "string" and not {"enum", "const"} & set(loose):
        loose["type"] = ["string", "number", "boolean"]
    return loose
