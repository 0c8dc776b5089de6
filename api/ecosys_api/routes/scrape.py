"""Scrape: metrics for Prometheus, told to the networks that may see them."""

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool

from ecosys_api.operating.scrape import ADDRESS, exposition

router = APIRouter()


@router.get(ADDRESS, include_in_schema=False)
async def scrape(request: Request) -> Response:
    """What those who run the server watch; to all others there is no such address."""
    state = request.app.state
    client = request.client.host if request.client else ""
    if client not in state.metrics_from:
        raise HTTPException(404)
    standing = state.lookout.glance() if state.ready else None
    accept = request.headers.get("accept", "")
    body, type = await run_in_threadpool(exposition, state, standing, accept)
    return Response(body, headers={"Cache-Control": "no-store", "Content-Type": type})
