"""MCP: the tools for language models at /mcp, where the extra `mcp` is installed."""

from importlib.util import find_spec

from fastapi import APIRouter
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

ADDRESS = "/mcp"


class Endpoint:
    """Answers one request after the other: nothing is kept from one to the next (streamable HTTP).

    A manager of sessions lives as long as a request here, as there are none.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        from ecosys_api.mcp.server import build

        server = build(scope["app"].state.replies.ask)
        manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True)
        async with manager.run():
            await manager.handle_request(scope, receive, send)


def build() -> APIRouter:
    """The route, as far as it can be served."""
    router = APIRouter()
    if find_spec("mcp") is not None:
        router.routes.append(Route(ADDRESS, Endpoint(), methods=["POST"], name="mcp"))
    return router
