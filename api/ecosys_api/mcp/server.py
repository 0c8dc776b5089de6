"""Server: the tools, offered by the official SDK of the protocol."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from ecosys import __version__
from ecosys.errors import EcosysError
from ecosys.timeline import Timeline
from ecosys.values.words import escape_surrogates, suggest
from ecosys_api.mcp.tool import Tool
from ecosys_api.mcp.tools import tools
from ecosys_api.replies import LICENCE

NAME = "ecosys"
TITLE = "Prices and ends of AI models, dated and sourced"
INSTRUCTIONS = f"""\
The record of the AI developer ecosystem: what each model cost, costs and will cost, when it ends, \
who launched what; and what was known of it on any day, with the sources.

- A model is provider/name: openai/o3. Names are never guessed: one that is not known stands in \
`unknown`, with candidates.
- Every question takes as_of (what was true then, past or future) and known_at (what was publicly \
known then); without them it is now. position: how much of the log counts.
- null and `unknown` mean that nobody states it: never zero, never safe. Say so, do not fill it in.
- Quote `sources` of the rows, and the moment in `meta`: asked again with its as_of, known_at and \
position, the answer is the same for ever. `explain` gives the receipt of `events`.
- Prices are per million tokens where nothing else is said. Data: {LICENCE}.
"""
OURS = "Something went wrong that should not have; it was logged."
_READ_ONLY = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
Asking = Callable[[Callable[[Timeline], types.CallToolResult]], Awaitable[types.CallToolResult]]
"""Gives what is made of a timeline."""
_logger = logging.getLogger(__name__)


def build(ask: Asking) -> Server[Any]:
    """A server whose tools answer from the timeline that they are asked of."""

    async def list_tools(_: Any, __: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(*each) for each in sorted(tools.items())])

    async def call_tool(_: Any, call: types.CallToolRequestParams) -> types.CallToolResult:
        tool = tools.get(call.name)
        if tool is None:
            told = f"There is no tool {call.name}. {suggest(call.name, tools)}"
            raise MCPError(types.INVALID_PARAMS, escape_surrogates(told))
        try:
            return await ask(partial(_answer, tool, call.arguments or {}))
        except EcosysError as problem:
            return _failed(str(problem))
        except Exception:
            _logger.exception("tool %s", call.name)
            return _failed(OURS)

    return Server(
        NAME,
        version=__version__,
        title=TITLE,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _described(name: str, tool: Tool[Any]) -> types.Tool:
    return types.Tool(
        name=name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema,
        output_schema=tool.output_schema,
        annotations=_READ_ONLY,
    )


def _answer(tool: Tool[Any], arguments: dict[str, Any], timeline: Timeline) -> types.CallToolResult:
    reply = tool.reply(timeline, arguments)
    return types.CallToolResult(
        content=[types.TextContent(text=escape_surrogates(reply.text))],
        structured_content=dict(reply.value),
    )


def _failed(why: str) -> types.CallToolResult:
    """What could not be asked: a model reads why, and asks otherwise."""
    told = types.TextContent(text=escape_surrogates(why))
    return types.CallToolResult(content=[told], is_error=True)
