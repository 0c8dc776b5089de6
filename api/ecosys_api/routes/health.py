"""Health: is the process alive, and can it answer?"""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Request, Response
from pydantic import Field

from ecosys.answers.answer import to_json
from ecosys.answers.plugins import broken
from ecosys.answers.sources import STALE_DAYS, Freshness
from ecosys.seeding.open import newer_release
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, DayText, is_none
from ecosys_api.errors import not_ready
from ecosys_api.operating.standing import Standing
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
class FollowingReadModel:
    """How far rows follow the log."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    name: str
    """The name of the read model."""
    position: int
    """The last event that it covers."""
    lag: int
    """How many events it does not cover yet: they are caught up with before the next question."""


@dataclass(frozen=True, slots=True)
class SourceAge:
    """How long ago a source was last read."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    source: str
    """Its slug."""
    last_read: DayText
    """The day on which it was."""
    age_seconds: int
    """How many seconds ago that was; from the first of its day where no more is known."""
    stale: bool
    """Whether that is 45 days ago, or more: nobody has read it lately."""


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
    position: int
    """The position of the newest event."""
    read_models: tuple[FollowingReadModel, ...]
    """How far each read model follows it."""
    sources: tuple[SourceAge, ...]
    """The sources that were ever read, the longest ago first."""
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
    timeline: Timeline = state.timeline
    data = await state.lookout.look()
    position, stand = timeline.head().position, timeline.read_models.checkpoints()
    newer = newer_release(timeline)
    return _told(
        Ready(
            "ready",
            plugins,
            tuple(
                PausedReadModel(name, each.problem) for name, each in stand.items() if each.problem
            ),
            position,
            tuple(
                FollowingReadModel(name, each.position, max(0, position - each.position))
                for name, each in stand.items()
            ),
            _ages(data, timeline.log.clock()),
            data.freshness,
            newer.version if newer else None,
        )
    )


def _ages(data: Standing, now: int) -> tuple[SourceAge, ...]:
    """How long ago each source was read, the longest ago first."""
    read = sorted(data.readings.items(), key=lambda each: (each[1], each[0]))
    return tuple(
        SourceAge(
            source,
            instant.day_of(at),
            (now - at) // instant.SECOND,
            (now - at) // instant.DAY >= STALE_DAYS,
        )
        for source, at in read
    )


def _told(body: Alive | Ready) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(to_json(body, type(body)), headers=headers, media_type="application/json")
