"""The explorer, served over the released log: one server for a whole run, ended when that ends."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.browser import chromium
from tests.once import once

SERVER = "explorer"
"""The name of what is made once for all workers."""
PATIENCE_SECONDS = 120
ADDRESS, PROCESS = "address", "process"
"""The files that tell where it listens and which process it is."""
_LISTENS = re.compile(r"ecosys at (http://\S+?:\d+) ")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, None, None]:
    """End the server, whichever worker started it."""
    yield
    if not hasattr(session.config, "workerinput"):
        factory = session.config._tmp_path_factory
        if factory._basetemp is not None:
            stop(factory._basetemp / SERVER)


@pytest.fixture(scope="session")
def explorer(tmp_path_factory: pytest.TempPathFactory, released_database: Path) -> str:
    """The address of the explorer, for a browser; one for all workers."""
    if not chromium.program():
        pytest.skip(chromium.NOT_THERE)
    folder = once(tmp_path_factory, SERVER, partial(start, released_database))
    return (folder / ADDRESS).read_text()


def start(database: Path | None, folder: Path) -> None:
    """Start a server over a copy of a database, at a free port, and wait for it. `stop` ends it.

    Where none is given the log is filled from the release.
    """
    served = folder / "served.db"
    if database is not None:
        shutil.copy(database, served)
    command = [sys.executable, "-m", "ecosys", "serve", "--port", "0", "--database", str(served)]
    said = folder / "said"
    with said.open("w") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    (folder / PROCESS).write_text(str(process.pid))
    address = _listening(process, said)
    _filled(process, said, address)
    process.returncode = 0  # nobody waits for it: it outlasts the worker that started it
    (folder / ADDRESS).write_text(address)


def stop(folder: Path) -> None:
    """End the server that was started for a folder, if one was."""
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int((folder / PROCESS).read_text()), signal.SIGTERM)


def _listening(process: subprocess.Popen[bytes], said: Path) -> str:
    end = time.monotonic() + PATIENCE_SECONDS
    while not (listens := _LISTENS.search(said.read_text())):
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the server did not start: {said.read_text()}")
        time.sleep(0.05)
    return listens[1]


def _filled(process: subprocess.Popen[bytes], said: Path, address: str) -> None:
    """Wait until it has its log: until then every page says that there is none yet."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not _is_ready(address):
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the server was not filled: {said.read_text()}")
        time.sleep(0.05)


def _is_ready(address: str) -> bool:
    try:
        with urlopen(f"{address}/readyz", timeout=10):
            return True
    except HTTPError:
        return False
