"""The server over standard input and output, as clients start it on the machine they run on."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import anyio
from anyio import to_thread
from mcp.server.stdio import stdio_server
from mcp_types import CallToolResult

from ecosys.seeding.open import open_timeline
from ecosys.timeline import Timeline
from ecosys.values.memory import collect_less_often
from ecosys_api.mcp.server import build
from ecosys_api.replies import Replies


def serve(database: str | Path | None) -> None:
    """Answer until the input ends.

    A log that is empty is filled from the release meanwhile: a client is greeted at once, and its
    first question waits. Where the log cannot be opened every question is told why.
    """
    collect_less_often()
    anyio.run(_serve, database)


async def _serve(database: str | Path | None) -> None:
    opening = asyncio.create_task(to_thread.run_sync(_open, database))

    async def ask(make: Callable[[Timeline], CallToolResult]) -> CallToolResult:
        replies = await asyncio.shield(opening)  # who calls off does not stop it for the next
        return await replies.ask(make)

    server = build(ask)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())
    await asyncio.gather(opening, return_exceptions=True)


def _open(database: str | Path | None) -> Replies:
    return Replies(open_timeline(database))
