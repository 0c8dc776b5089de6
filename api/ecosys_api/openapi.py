"""The OpenAPI document: what the routes declare, with an example on every operation."""

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from ecosys_api.operation import Problem

EXAMPLES = Path(__file__).parent / "examples.json"
"""For each operation an address and what it answered from the released log."""


def install(app: FastAPI) -> None:
    """Serve the document, completed once."""

    def build() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(_declared(app))
        return app.openapi_schema

    app.openapi = build  # type: ignore[method-assign]


def _declared(app: FastAPI) -> dict[str, Any]:
    return FastAPI.openapi(app)


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8")) if EXAMPLES.exists() else {}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _complete(path, operation, examples)
    return document


def _complete(path: str, operation: dict[str, Any], examples: dict[str, Any]) -> None:
    example = examples.get(path)
    content = operation["responses"]["200"].get("content", {}).get("application/json")
    if example and content:
        content["examples"] = {
            "asked": {"summary": f"GET {example['request']}", "value": example["response"]}
        }
