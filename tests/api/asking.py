"""Every operation of the document, and how a test asks it."""

import asyncio

import pytest

from ecosys_api.openapi import address
from tests.api.document import DOCUMENT, some
from tests.api.examples import ASKED

OPERATIONS = {
    path: operations["get"] for path, operations in DOCUMENT["paths"].items() if "get" in operations
}
HEALTH = {"/livez", "/readyz"}
MOST = 1000


def names(path):
    """The names of the parameters that stand in the query."""
    found = OPERATIONS[path].get("parameters", ())
    return [each["name"] for each in found if each["in"] == "query"]


ALL = sorted(OPERATIONS)
VERSIONED = [path for path in ALL if path not in HEALTH]
# What takes long is asked in the long run: pytest --endurance.
EMPTY = {"/v1/quarantine"}  # the released log holds nothing of it; tests/ingest fills it
TABLES = [path for path in ALL if "format" in names(path) and path not in EMPTY]
LISTS = [path for path in TABLES if "limit" in names(path)]
SINGLES = [path for path in TABLES if "limit" not in names(path)]
# Tests of one path run one after the other: what it answers is computed once, by one worker.
every = pytest.mark.parametrize("path", some(ALL), scope="module")
every_versioned = pytest.mark.parametrize("path", some(VERSIONED), scope="module")
every_table = pytest.mark.parametrize("path", some(TABLES), scope="module")
every_list = pytest.mark.parametrize("path", some(LISTS), scope="module")


def asked(path, suffix="", **more):
    """The address that asks an operation what its example asks, and more."""
    return address(path + suffix, ASKED.get(path, {}) | more)


def pages(client, first):
    """The replies from an address on, each the `next` of the one before."""
    following = first
    while following:
        reply = client.get(following)
        assert reply.status_code == 200, reply.text
        yield reply
        link = reply.links.get("next")
        following = link["url"] if link else None


def texts(replies):
    """The rows of replies, as text."""
    return [str(row) for reply in replies for row in reply.json()["data"]]


async def _stays():
    """The channel of an asker who waits."""
    await asyncio.sleep(60)


def messages(app, address, headers=None, receive=_stays):
    """What the application sends for an address, message by message, as it is on the wire."""
    sent = []

    async def send(message):
        sent.append(message)

    path, _, query = address.partition("?")
    given = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    scope = {"type": "http", "asgi": {"spec_version": "2.4"}, "method": "GET", "root_path": ""}
    scope |= {"path": path, "raw_path": path.encode(), "query_string": query.encode()}
    asyncio.run(app({**scope, "headers": given}, receive, send))
    return sent
