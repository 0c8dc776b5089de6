"""Health: is the process alive, and can it answer?"""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Request, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import State

from ecosys.answers.answer import to_json
from ecosys.answers.plugins import broken
from ecosys.answers.sources import Freshness, freshness
from ecosys.seeding.open import newer_release
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, is_none
from ecosys_api.errors import not_ready
from ecosys_api.operation import problems

router = APIRouter(tags=["health"])


@dataclass(frozen=True, slots=True)
class Alive:
    """The process is alive."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    status: str
    """alive."""


@dataclass(frozen=True, slots=True)
class BrokenPlugin:
    """An extension that could not be loaded."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    name: str
    """Its name."""
    package: str
    """The package that it comes from."""
    reason: str
    """Why it could not."""


@dataclass(frozen=True, slots=True)
class PausedReadModel:
    """Rows that follow the log no further; what they gave is worked out from the events."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    name: str
    """Its name."""
    problem: str
    """The event that it cannot digest, and why."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Questions are answered."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    status: str
    """ready."""
    broken_plugins: tuple[BrokenPlugin, ...]
    """What could not be loaded and is missing from the answers."""
    paused_read_models: tuple[PausedReadModel, ...]
    """What follows the log no further: answers are right, and take longer."""
    freshness: Freshness
    """How much of the prices in force and coming ends was said or confirmed lately."""
    older_than: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The installed release, where the log is of an older one and could not be brought up to it."""


@router.get("/livez", response_model=Alive, responses=problems(_503="Its start failed."))
async def live(request: Request) -> Response:
    """The process is alive: it answers questions, or will once the log is filled."""
    if request.app.state.failure is not None:
        return not_ready(request.app.state, request.scope["root_path"])
    return _told(Alive("alive"))


@router.get("/readyz", response_model=Ready, responses=problems(_503="Not yet; it says why."))
async def ready(request: Request) -> Response:
    """The log is filled and questions are answered; 503 until then."""
    state = request.app.state
    if not state.ready:
        return not_ready(state, request.scope["root_path"])
    plugins = tuple(BrokenPlugin(each.name, each.origin, each.reason) for each in broken())
    paused = state.timeline.read_models.paused().items()
    newer = newer_release(state.timeline)
    return _told(
        Ready(
            "ready",
            plugins,
            tuple(PausedReadModel(name, problem) for name, problem in paused),
            await _freshness(state),
            newer.version if newer else None,
        )
    )


async def _freshness(state: State) -> Freshness:
    """How fresh the data are; counted once for each day and state of the log."""
    moment = state.timeline.moment()
    key = moment.position, instant.day_of(moment.as_of)
    if getattr(state, "freshness", (None,))[0] != key:
        state.freshness = key, await run_in_threadpool(freshness, state.timeline, moment)
    counted: Freshness = state.freshness[1]
    return counted


def _told(body: Alive | Ready) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(to_json(body, type(body)), headers=headers, media_type="application/json")
