"""Warming: the pages that people open first are made before the first of them comes."""

import asyncio
from contextlib import suppress

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.types import Message

from ecosys_api import web
from ecosys_api.operating.watch import OWN
from ecosys_api.page.frame import MENU

ADDRESSES = ("/", *(address for _, address in MENU), "/unknown")
"""What is asked: the first page, those that every page leads to, and what takes long."""
CODINGS = ("zstd", "gzip")
"""How browsers have it sent: what is kept is kept as it is sent."""
LOOK_SECONDS = 0.1
"""How often it is looked whether the log is filled."""


async def warm(app: FastAPI, site: str) -> None:
    """Ask for the pages of a site one after the other once the log is filled, and keep them.

    These are questions like others: they take turns with those of people.
    """
    while not app.state.ready:
        if app.state.failure is not None:
            return
        await asyncio.sleep(LOOK_SECONDS)
    await run_in_threadpool(web.prepare)
    for address in ADDRESSES:
        for coding in CODINGS:
            with suppress(Exception):  # whoever asks for it next is told
                await app(_scope(site, address, coding), _wait, _drop)


def _scope(site: str, address: str, coding: str) -> dict[str, object]:
    """The request of a browser for a page."""
    scheme, _, host = site.partition("://")
    headers = [
        (b"host", host.encode()),
        (b"accept", b"text/html"),
        (b"accept-encoding", coding.encode()),
    ]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": scheme,
        "path": address,
        "raw_path": address.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": None,
        "server": None,
        OWN: True,
    }


async def _wait() -> Message:
    """What a client says that stays."""
    return await asyncio.Future()


async def _drop(_: Message) -> None:
    """Nobody reads it."""
