"""Server: the application listening at an address, in one process or in several."""

import asyncio
import errno
import logging
import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.supervisors import Multiprocess

from ecosys import paths
from ecosys.errors import EcosysError, InvalidInput, Unavailable
from ecosys.seeding.open import Fill, open_timeline
from ecosys_api.app import (
    ANSWER_ROWS,
    DATABASE,
    METRICS,
    PROXIES,
    PROXY_HEADERS,
    QUESTION_SECONDS,
    READ_DATABASE,
    ROOT_PATH,
    SITE,
    WRITES,
    create,
)
from ecosys_api.forwarded import Family
from ecosys_api.limits import USUAL, Limits
from ecosys_api.middleware import LARGEST_HEAD
from ecosys_api.networks import PRIVATE, Networks
from ecosys_api.operating import logs
from ecosys_api.operating.instruments import SHARED
from ecosys_api.operating.logs import LogFormat
from ecosys_api.proxies import prefix_of

FACTORY = "ecosys_api.app:app_from_environment"
SECONDS_TO_CLOSE = 3
"""How long questions that are being answered may go on when the server is told to end."""
SECONDS_TO_START = 60
SECONDS_TO_ASK = 10
"""How long the head of a request may take to come."""
SECONDS_TO_SEND = 60
"""How long its body may take."""
SECONDS_TO_READ = 2
"""How long who is refused has to read it."""
_TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n"
_TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"
_ABSENT = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
"""Of an address that a name stands for and that this machine does not have: ::1 of localhost."""
_log = logging.getLogger(logs.SERVER)


@dataclass(frozen=True, slots=True)
class Settings:
    """How the application is served."""

    database: str | Path
    """The log that is asked."""
    host: str
    """The address or name to listen at."""
    port: int
    """The port; 0: one that is free."""
    workers: int
    """How many processes answer."""
    root_path: str
    """What stands before all paths outside."""
    proxies: str
    """Whose X-Forwarded headers count: addresses, networks, or `*`."""
    access_log: bool
    """Whether every request is written to standard output."""
    writes_a_minute: int
    """How often a key may write; 0: as often as anybody likes."""
    log_format: LogFormat = "text"
    """How lines of the log are written."""
    metrics_from: str = PRIVATE
    """The networks that are told the metrics of the server."""
    proxy_headers: Family = "x-forwarded"
    """By which headers proxies tell how a request came to them."""
    read_database: str | None = None
    """The replica that is asked in its place."""
    question_seconds: float = USUAL.question_seconds
    """How long one question is worked on."""
    answer_rows: int = USUAL.answer_rows
    """How many rows one answer has."""


def serve(database: str | Path | None, **settings: Any) -> None:
    """Serve until told to end; an error of the start, or of listening, is raised.

    What else is given are fields of `Settings`.
    """
    chosen = database or os.environ.get(DATABASE) or paths.default_database()
    _serve(Settings(chosen, **settings))


def _serve(settings: Settings) -> None:
    if prefix_of(settings.root_path) != settings.root_path:
        raise InvalidInput(
            f"{settings.root_path} is no root path.",
            hint="Write /ecosys, or /data/ecosys: letters, digits and . _ ~ -, no / at the end.",
        )
    for networks in (settings.proxies, settings.metrics_from):
        Networks(networks)  # what is none is told before anything starts
    sockets = _listen(settings.host, settings.port)
    try:
        with suppress(KeyboardInterrupt):
            (_serve_alone if settings.workers == 1 else _serve_together)(settings, sockets)
    finally:
        for each in sockets:
            each.close()


def _serve_alone(settings: Settings, sockets: list[socket.socket]) -> None:
    """Serve from this process: it listens at once, and answers when the log is filled."""

    def end(_: Exception) -> None:
        server.should_exit = True

    app = create(
        settings.database,
        tell=True,
        on_failure=end,
        root_path=settings.root_path,
        proxies=settings.proxies,
        warm_up=_site(settings.host, sockets),
        writes_a_minute=settings.writes_a_minute,
        metrics_from=settings.metrics_from,
        proxy_headers=settings.proxy_headers,
        read_database=settings.read_database,
        limits=Limits(settings.question_seconds, settings.answer_rows),
    )
    server = _Server(settings, app, sockets)
    server.run(sockets)
    if app.state.failure is not None:
        raise app.state.failure


def _serve_together(settings: Settings, sockets: list[socket.socket]) -> None:
    """Serve from several processes, which begin when the log is filled."""
    open_timeline(settings.database, fill=Fill.ALWAYS).log.database.close()
    os.environ[DATABASE] = str(settings.database)  # where the processes find what they need
    os.environ[ROOT_PATH] = settings.root_path
    os.environ[PROXIES] = settings.proxies
    os.environ[READ_DATABASE] = settings.read_database or ""
    os.environ[WRITES] = str(settings.writes_a_minute)
    os.environ[METRICS] = settings.metrics_from
    os.environ[PROXY_HEADERS] = settings.proxy_headers
    os.environ[QUESTION_SECONDS] = str(settings.question_seconds)
    os.environ[ANSWER_ROWS] = str(settings.answer_rows)
    os.environ[SITE] = _site(settings.host, sockets)
    with TemporaryDirectory(prefix="ecosys-metrics-") as folder:
        os.environ[SHARED] = folder
        _Workers(_config(settings, FACTORY), sockets).run()


class _Server(uvicorn.Server):
    """Says where it listens as soon as it does."""

    def __init__(self, settings: Settings, app: FastAPI, listening: list[socket.socket]) -> None:
        super().__init__(_config(settings, app))
        self._app = app
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _announce(self.config.host, self._listening)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what never ends by itself, then wait for the rest."""
        if self._app.state.ready:
            self._app.state.streams.close()
        await super().shutdown(sockets)


class BoundedHead(HttpToolsProtocol):
    """HTTP of which no more is read than the longest head of a request, and not for ever.

    A head that is too long is answered by 431, one that does not come to its end by 408. A body
    that does not come is waited for no longer either.
    """

    _head = 0
    _in_head = True
    _in_body = False
    _refused = False
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody has come, and is to ask."""
        super().connection_made(transport)
        self._late = self.loop.call_later(SECONDS_TO_ASK, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        self._wait_no_longer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head of a request has become too long."""
        if self._refused:
            return
        was_in_head = self._in_head
        super().data_received(data)
        self._head = self._head + len(data) if self._in_head else 0
        if self._head > LARGEST_HEAD and not self.transport.is_closing():
            self._refuse(_TOO_LONG)
        elif not self._in_head and not self._in_body:
            self._wait_no_longer()
        elif self._late is None or was_in_head != self._in_head:
            self._wait_no_longer()
            seconds = SECONDS_TO_ASK if self._in_head else SECONDS_TO_SEND
            self._late = self.loop.call_later(seconds, self._give_up)

    def _wait_no_longer(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        """Close, where a request has not come in time; who had begun it is told."""
        if self._in_head and self._head and not self.transport.is_closing():
            self._refuse(_TOO_LATE)
        else:
            self.transport.close()

    def _refuse(self, reply: bytes) -> None:
        """Answer, and close a little later: closed with bytes unread the answer would be lost."""
        self._refused = True
        self._wait_no_longer()
        self.transport.write(reply)
        self.transport.write_eof()
        self.loop.call_later(SECONDS_TO_READ, self.transport.close)

    def on_message_begin(self) -> None:
        """A head begins."""
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """A head is over."""
        self._in_head, self._in_body = False, True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of a request has come."""
        self._in_body = False
        super().on_message_complete()


class _Workers(Multiprocess):
    """Says where they listen as soon as one of them does."""

    def init_processes(self) -> None:
        super().init_processes()
        if self.processes[0].wait_until_ready(SECONDS_TO_START, self.should_exit):
            _announce(self.config.host, self.sockets)


def _announce(host: str, sockets: list[socket.socket]) -> None:
    _log.info("ecosys at %s (the API: /docs)", _site(host, sockets))


def _site(host: str, sockets: list[socket.socket]) -> str:
    """What stands before the paths of pages for who opens the address that is told."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{sockets[0].getsockname()[1]}"


def _config(settings: Settings, app: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=BoundedHead,
        workers=settings.workers,
        factory=isinstance(app, str),
        log_config=logs.configuration(settings.log_format, requests=settings.access_log),
        access_log=False,  # the application writes it itself
        proxy_headers=False,  # the application reads them itself
        timeout_worker_healthcheck=SECONDS_TO_START,
        timeout_graceful_shutdown=SECONDS_TO_CLOSE,
    )


def _listen(host: str, port: int) -> list[socket.socket]:
    """Sockets that listen at every address of a host that is this machine's, at the same port."""
    sockets: list[socket.socket] = []
    absent: OSError | None = None
    for family, address in _addresses(host, port):
        at = sockets[0].getsockname()[1] if sockets else port
        try:
            sockets.append(socket.create_server((address, at), family=family))
        except OSError as problem:
            if problem.errno not in _ABSENT:
                raise _cannot_listen(host, port, os.strerror(problem.errno or 0)) from None
            absent = problem
    if absent and not sockets:
        raise _cannot_listen(host, port, os.strerror(absent.errno or 0))
    for each in sockets:
        each.set_inheritable(True)
    return sockets


def _addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    """The addresses that a host stands for, each once."""
    try:
        known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "this is no name of a host"
        raise _cannot_listen(host, port, str(reason)) from None
    return list(dict.fromkeys((family, str(address[0])) for family, _, _, _, address in known))


def _cannot_listen(host: str, port: int, reason: str) -> EcosysError:
    return Unavailable(
        f"Nothing can listen at {host} port {port}: {reason}.",
        hint="Name another with --host or --port; --port 0 takes one that is free.",
    )
