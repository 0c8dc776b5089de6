"""What is dear to make is made once, whichever of the workers needs it first."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PATIENCE = 300
"""The seconds for which a worker waits for what another makes."""


def once(
    temporary: pytest.TempPathFactory,
    name: str,
    make: Callable[[Path], None],
    wait: float = PATIENCE,
) -> Path:
    """A folder that `make` filled, one for all workers of this run: read it, do not write to it.

    Who fails to make it tells the others: they fail too, at once.
    """
    base = temporary.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done, failed = (shared / f"{name}{end}" for end in ("", ".done", ".failed"))
    try:
        folder.mkdir()
    except FileExistsError:
        _wait(done, failed, wait)
        return folder
    try:
        make(folder)
    except BaseException:
        failed.touch()
        raise
    done.touch()
    return folder


def _wait(done: Path, failed: Path, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not done.exists():
        if failed.exists() or time.monotonic() > end:
            raise RuntimeError(f"{done.stem} could not be made by another worker")
        time.sleep(0.05)
