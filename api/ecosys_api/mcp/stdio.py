"""The server over standard input and output, as clients start it on the machine they run on."""

from pathlib import Path

import anyio
from mcp.server.stdio import stdio_server

from ecosys.seeding.open import open_timeline
from ecosys.values.memory import collect_less_often
from ecosys_api.mcp.server import build
from ecosys_api.replies import Replies


def serve(database: str | Path | None) -> None:
    """Answer until the input ends; a log that is empty is filled from the release first."""
    collect_less_often()
    replies = Replies(open_timeline(database))
    anyio.run(_serve, replies)


async def _serve(replies: Replies) -> None:
    server = build(replies)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())
