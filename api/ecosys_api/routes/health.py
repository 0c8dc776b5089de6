"""Health: is the process alive, and can it answer?"""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from ecosys.extensions import broken

router = APIRouter(tags=["health"])


@router.get("/livez", response_model=dict[str, str])
async def live() -> JSONResponse:
    """The process is alive."""
    return JSONResponse({"status": "alive"}, headers={"Cache-Control": "no-store"})


@router.get("/readyz", response_model=dict[str, Any], responses={503: {"description": "Not yet."}})
async def ready(request: Request) -> JSONResponse:
    """The log is filled and questions are answered; 503 until then."""
    state = request.app.state
    plugins = [{"name": each.name, "from": each.origin, "reason": each.reason} for each in broken()]
    body = {"status": "ready" if state.ready else state.why, "broken_plugins": plugins}
    return JSONResponse(body, 200 if state.ready else 503, headers={"Cache-Control": "no-store"})
