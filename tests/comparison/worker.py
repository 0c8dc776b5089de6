"""Ask one state of ecosys over HTTP: lines of JSON in, a line of JSON out for each.

    python -P worker.py TREE DATABASE

It runs in a process of its own whose PYTHONPATH holds that state alone, and imports nothing of the
tests, so that either state answers with its own code and nothing else.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

import ecosys
import ecosys_api
from ecosys_api.app import create

HEADERS = ("Content-Type", "Cache-Control", "Vary", "Link")
"""The headers that are told; an ETag follows from the bytes."""
PATIENCE = 120
"""How many seconds the log may take to be filled."""


def main(tree: str, database: str) -> None:
    """Answer the questions of standard input."""
    for package in (ecosys, ecosys_api):
        if not Path(package.__file__ or "").resolve().is_relative_to(tree):
            sys.exit(f"{package.__name__} is not that of {tree} but {package.__file__}.")
    with TestClient(create(database), raise_server_exceptions=False) as client:
        _wait(client)
        for line in sys.stdin:
            sys.stdout.write(f"{json.dumps(_answer(client, json.loads(line)))}\n")
            sys.stdout.flush()


def _wait(client: TestClient) -> None:
    end = time.monotonic() + PATIENCE
    while (ready := client.get("/readyz")).status_code != 200:
        if time.monotonic() > end:
            sys.exit(f"It is not ready: {ready.text}")
        time.sleep(0.05)


def _answer(client: TestClient, question: dict[str, Any]) -> dict[str, Any]:
    method, address, headers = question["method"], question["address"], question["headers"]
    reply = client.request(method, address, headers=headers, follow_redirects=False)
    told = {name: reply.headers.get(name) for name in HEADERS}
    body = reply.content.decode("utf-8", "surrogateescape")
    return {"status": reply.status_code, **told, "body": body}


if __name__ == "__main__":
    main(*sys.argv[1:])
