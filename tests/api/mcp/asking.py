"""A client of the SDK that asks the tools in this process."""

import anyio
from mcp import Client

from ecosys_api.mcp.server import build
from ecosys_api.replies import Replies


def connected(timeline, use):
    """What `use` makes of a client that is connected to the tools over a timeline."""

    async def connect():
        async with Client(build(Replies(timeline).ask)) as client:
            return await use(client)

    return anyio.run(connect)


def called(timeline, tool, /, **arguments):
    """What a tool answers."""
    return connected(timeline, lambda client: client.call_tool(tool, arguments))


def answer(timeline, tool, /, **arguments):
    """The answer of a tool as data, and in words."""
    result = called(timeline, tool, **arguments)
    (text,) = result.content
    assert not result.is_error, text.text
    return result.structured_content, text.text


def refusal(timeline, tool, /, **arguments):
    """Why a tool does not answer."""
    result = called(timeline, tool, **arguments)
    (text,) = result.content
    assert result.is_error
    assert result.structured_content is None
    return text.text
