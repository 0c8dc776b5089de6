"""Tools, one file each: each holds a `tool`. Another package adds its own by an entry point."""

from typing import Any

from ecosys.plugins import Registry
from ecosys_api.mcp.tool import Tool


def _tool(value: object, name: str) -> Tool[Any]:
    if not isinstance(value, Tool):
        raise TypeError(f"{name} is not a Tool")
    _ = value.input_schema, value.output_schema  # what cannot be described is found here
    return value


tools: Registry[Tool[Any]] = Registry(
    "ecosys_api.mcp.tools", kind=_tool, pick=lambda module, _: module.tool
)
"""All tools by the name of their file or entry point."""
