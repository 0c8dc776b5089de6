"""The OpenAPI document: what the routes declare, with an example on every operation."""

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlencode

from fastapi import FastAPI

from ecosys.answers.answer import writer
from ecosys_api.components import REFERENCE, add_events, name_choices
from ecosys_api.errors import Problem
from ecosys_api.replies import NDJSON, Metadata
from ecosys_api.writing.bodies import DecisionToRecord, EventsToRecord

EXAMPLES = Path(__file__).parent / "examples.json"
"""For each operation's path the parameters asked with and what was answered to them.

They are served within `/openapi.json`, so they stand here. The answers are those of the released
log: `python -m tests.regenerate` makes them anew.
"""
_SHAPES: Mapping[type, Literal["serialization", "validation"]] = {
    Metadata: "serialization",
    Problem: "serialization",
    EventsToRecord: "validation",
    DecisionToRecord: "validation",
}
"""Shapes that no operation of FastAPI's own names."""


def install(app: FastAPI) -> None:
    """Let the application have the document, completed once, whoever asks at the same time."""
    lock = threading.Lock()

    def build() -> dict[str, Any]:
        with lock:
            if app.openapi_schema is None:
                app.openapi_schema = _completed(FastAPI.openapi(app))
            return app.openapi_schema

    app.openapi = build  # type: ignore[method-assign]


def text(app: FastAPI, root_path: str) -> bytes:
    """The document as JSON, for whom the application stands at a root path. It takes seconds."""
    document = app.openapi()
    if root_path:
        document = {**document, "servers": [{"url": root_path}]}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def address(path: str, parameters: Mapping[str, object]) -> str:
    """The address that asks an operation with some parameters."""
    places = {name: quote(str(value)) for name, value in parameters.items()}
    asked = {name: value for name, value in parameters.items() if f"{{{name}}}" not in path}
    return path.format_map(places) + (
        f"?{urlencode(asked, doseq=True, safe=':/')}" if asked else ""
    )


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    document["paths"] = dict(sorted(document["paths"].items()))  # whichever router came first
    schemas = document["components"]["schemas"]
    for shape, mode in _SHAPES.items():
        described = writer(shape).json_schema(mode=mode, ref_template=REFERENCE)
        schemas |= described.pop("$defs", {}) | {shape.__name__: described}
    add_events(schemas)
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8")) if EXAMPLES.exists() else {}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                parameter["schema"] = _sendable(parameter["schema"])
        if path in examples:
            _show(operations["get"], path, **examples[path])
    name_choices(document)
    return document


def _sendable(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter without null, which no address can carry: it is left out."""
    match schema:
        case {"anyOf": [dict(value), {"type": "null"}], **rest}:
            return {**rest, **value}
    return schema


def _show(
    operation: dict[str, Any], path: str, parameters: Mapping[str, object], response: object
) -> None:
    """Put an example into an operation: what is answered, and what a path is filled with."""
    for parameter in operation.get("parameters", ()):
        if parameter["required"] and parameter["name"] in parameters:
            parameter["example"] = parameters[parameter["name"]]
    content = operation["responses"]["200"]["content"]
    content.get("application/json", content.get(NDJSON))["examples"] = {
        "asked": {"summary": f"GET {address(path, parameters)}", "value": response}
    }
