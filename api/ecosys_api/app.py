"""The application: routes around one timeline."""

import asyncio
import os
import signal
import sys
import threading
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp

from ecosys import __version__, paths
from ecosys.errors import EcosysError, InvalidInput
from ecosys.log.proof.notary import open_notary
from ecosys.seeding.open import Fill, open_timeline
from ecosys.timeline.copied import primary_of
from ecosys.values import clock as clocks
from ecosys.values.clock import Clock
from ecosys.values.memory import collect_less_often
from ecosys_api import errors, openapi
from ecosys_api.compression import Compress
from ecosys_api.copies import AwaitPosition
from ecosys_api.forwarded import FAMILIES, Family
from ecosys_api.limits import USUAL, Limits
from ecosys_api.middleware import Normalise
from ecosys_api.networks import PRIVATE, Networks
from ecosys_api.operating.instruments import SHARED, Instruments
from ecosys_api.operating.noted import ID_HEADER
from ecosys_api.operating.standing import Lookout
from ecosys_api.operating.watch import Watched
from ecosys_api.page.problem import as_pages
from ecosys_api.pages import pages
from ecosys_api.protection import Protected
from ecosys_api.proxies import TRUSTED, BehindProxies
from ecosys_api.replies import Replies
from ecosys_api.response_cache import ResponseCache
from ecosys_api.routes import ByStart, grouped, most_specific_first, routes
from ecosys_api.streams import Streams
from ecosys_api.warming import warm
from ecosys_api.writing.writer import WRITES_A_MINUTE, Writer

NOT_YET = "The log is being filled from the release."
FAULT_OF_OURS = "The start failed with an error that should not be; it was logged."
DATABASE = "ECOSYS_DATABASE"
READ_DATABASE = "ECOSYS_READ_DATABASE"
ROOT_PATH = "ECOSYS_ROOT_PATH"
PROXIES = "ECOSYS_FORWARDED_ALLOW_IPS"
OF_UVICORN = "FORWARDED_ALLOW_IPS"
"""The variable by which uvicorn is told whom to trust; it counts where ours is not set."""
PROXY_HEADERS = "ECOSYS_PROXY_HEADERS"
WRITES = "ECOSYS_WRITES_A_MINUTE"
SITE = "ECOSYS_SITE"
METRICS = "ECOSYS_METRICS_FROM"
QUESTION_SECONDS = "ECOSYS_QUESTION_SECONDS"
ANSWER_ROWS = "ECOSYS_ANSWER_ROWS"
SWITCH_SECONDS = 0.0005
"""How long a thread goes on where another could: who needs little waits that long, again and again.

Python's own 5 ms are meant for work that nobody waits for.
"""

OnFailure = Callable[[Exception], None]
"""What is done where the log could not be opened or filled: it is given why."""


class Application(FastAPI):
    """The application with what stands around all of it, its errors included."""

    def build_middleware_stack(self) -> ASGIApp:
        """What a request passes."""
        inside = Watched(Protected(super().build_middleware_stack()), self.state)
        return BehindProxies(
            inside, self.state.root_path, self.state.proxies, self.state.proxy_headers
        )


def create(
    database: str | Path,
    clock: Clock = clocks.system,
    *,
    fill: bool = True,
    tell: bool = False,
    on_failure: OnFailure | None = None,
    root_path: str = "",
    proxies: str = TRUSTED,
    warm_up: str = "",
    writes_a_minute: int = WRITES_A_MINUTE,
    metrics_from: str = PRIVATE,
    proxy_headers: Family = "x-forwarded",
    is_one_of_several: bool = False,
    read_database: str | Path | None = None,
    limits: Limits = USUAL,
) -> FastAPI:
    """The application over a database.

    With `fill` an old or empty log follows the release first; with `tell` the progress of that is
    shown on the terminal where it takes more than a second. A start that fails is told by /livez,
    in `state.failure`, and to `on_failure`. `root_path` is what stands before all paths outside,
    `proxies` whose `proxy_headers` count. The first pages are made at once for who
    opens the site `warm_up`: `http://127.0.0.1:8000`.
    `writes_a_minute` is how often a key may write; 0: as often as anybody likes.
    `metrics_from` are the networks that are told the metrics of the server. One of several
    processes takes no request before it can answer it: the others do so meanwhile.
    Questions are asked of `read_database`, if that is given: a replica of the database.
    `limits` are how much one question may take.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        sys.setswitchinterval(SWITCH_SECONDS)
        collect_less_often()
        start = _starter(app, database, read_database, clock, limits, fill=fill, tell=tell)
        starting = threading.Thread(target=start, args=[on_failure], daemon=True)
        starting.start()
        if is_one_of_several:
            await run_in_threadpool(starting.join)
        warming = asyncio.create_task(warm(app, warm_up)) if warm_up else None
        yield
        if warming is not None:
            warming.cancel()
        if app.state.ready:
            app.state.lookout.close()

    app = Application(
        title="ecosys",
        version=__version__,
        description="The record of the AI developer ecosystem: prices, ends and figures, "
        "as true then and as known then, with their sources.",
        license_info={"name": "Apache-2.0; data CC-BY-4.0"},
        openapi_url=None,  # routes/docs.py has it
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        lifespan=lifespan,
        dependencies=[Depends(errors.refuse_repeated)],
    )
    app.state.ready = False
    app.state.why = NOT_YET
    app.state.failure = None
    app.state.root_path, app.state.proxies = root_path, proxies
    app.state.proxy_headers = proxy_headers
    app.state.writes_a_minute = writes_a_minute
    app.state.metrics_from = Networks(metrics_from)
    app.state.instruments = Instruments()
    groups = grouped(most_specific_first([*routes.values(), *pages.values()]))
    for group in groups.values():
        app.include_router(group)
    included = dict(zip(groups, app.router.routes, strict=True))
    app.router.middleware_stack = ByStart(app.router, included)
    errors.install(app, as_pages)
    openapi.install(app)
    app.add_middleware(Compress)  # within the cache: an answer is compressed once
    app.add_middleware(ResponseCache, state=app.state)
    app.add_middleware(AwaitPosition, state=app.state)  # around it: who waits finds what is new
    app.add_middleware(Normalise, state=app.state)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=["ETag", "Link", "Retry-After", ID_HEADER],
        max_age=86_400,
    )
    return app


def app_from_environment() -> FastAPI:
    """The application over the database that ECOSYS_DATABASE names; what a server is given.

    It is set up by the variables that `ecosys serve` names. Where it cannot start its process ends.
    """
    return create(
        os.environ.get(DATABASE) or paths.default_database(),
        tell=True,
        on_failure=_end_process,
        root_path=os.environ.get(ROOT_PATH, ""),
        proxies=os.environ.get(PROXIES) or os.environ.get(OF_UVICORN) or TRUSTED,
        proxy_headers=_family(os.environ.get(PROXY_HEADERS) or FAMILIES[0]),
        warm_up=os.environ.get(SITE, ""),
        writes_a_minute=int(os.environ.get(WRITES) or WRITES_A_MINUTE),
        metrics_from=os.environ.get(METRICS, PRIVATE),
        is_one_of_several=SHARED in os.environ,
        read_database=os.environ.get(READ_DATABASE) or None,
        limits=_limits(),
    )


def _limits() -> Limits:
    seconds, rows = os.environ.get(QUESTION_SECONDS), os.environ.get(ANSWER_ROWS)
    return Limits(
        float(seconds) if seconds else USUAL.question_seconds,
        int(rows) if rows else USUAL.answer_rows,
    )


def _family(told: str) -> Family:
    for family in FAMILIES:
        if family == told:
            return family
    raise InvalidInput(f"{PROXY_HEADERS}: {told} is none of {', '.join(FAMILIES)}.")


def _starter(
    app: FastAPI,
    database: str | Path,
    read_database: str | Path | None,
    clock: Clock,
    limits: Limits,
    *,
    fill: bool,
    tell: bool,
) -> Callable[[OnFailure | None], None]:
    def start(on_failure: OnFailure | None) -> None:
        try:
            when = Fill.ALWAYS if fill else Fill.NEVER
            timeline = open_timeline(
                database, clock, fill=when, show_progress=tell, read_database=read_database
            )
            app.state.replies = Replies(timeline, limits)
            app.state.lookout = Lookout(timeline)
            app.state.streams = Streams(timeline)
            app.state.writer = Writer(primary_of(timeline), app.state.writes_a_minute)
            app.state.notary = open_notary(timeline.log.database, database)
        except Exception as failure:  # noqa: BLE001  whatever it is: nobody else would tell it
            app.state.why = str(failure) if isinstance(failure, EcosysError) else FAULT_OF_OURS
            app.state.failure = failure
            if on_failure is not None:
                on_failure(failure)
            return
        app.state.timeline = timeline
        app.state.ready = True

    return start


def _end_process(failure: Exception) -> None:
    """Say why the start failed, and end as at a signal: the server closes what is open first."""
    if isinstance(failure, EcosysError):
        sys.stderr.write(f"ecosys: {failure}\n")
    else:
        traceback.print_exception(failure)
    sys.stderr.flush()
    signal.raise_signal(signal.SIGTERM)
