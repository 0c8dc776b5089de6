"""Serving: servers that a benchmark starts, asks and ends."""

import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen
from time import monotonic, sleep
from urllib.request import urlopen

Server = tuple[str, Popen[bytes]]
"""The address of a server, and its process."""


@contextmanager
def ecosys(database: str, *more: str) -> Iterator[Server]:
    """Ours over a database, with one worker, and more options."""
    command = [str(Path(sys.executable).with_name("ecosys")), "serve"]
    port = free_port()
    given = ["--port", str(port), "--database", database]
    with running([*command, *given, *more], port, "/readyz") as server:
        yield server


@contextmanager
def running(command: Sequence[str], port: int, ready: str) -> Iterator[Server]:
    """A server that is ready once it answers an address; it is ended afterwards."""
    process = Popen(command, stdout=DEVNULL, stderr=DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address + ready)
        yield address, process
    finally:
        process.terminate()
        process.wait()


def _wait(address: str) -> None:
    end = monotonic() + 120
    while monotonic() < end:
        try:
            with urlopen(address) as opened:
                if opened.status == 200:
                    return
        except OSError:
            sleep(0.1)
    sys.exit(f"{address} does not answer")


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])
