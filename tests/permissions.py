"""Permissions of files, which hold for everybody but the superuser."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = 0x20080522
OVERRIDE = 1 << 1 | 1 << 2
"""The capabilities by which Linux lets the superuser read and write everything."""


@contextmanager
def permissions_hold() -> Iterator[None]:
    """The superuser of Linux is bound by permissions too, in this thread."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = (ctypes.c_uint32 * 2)(VERSION, 0), (ctypes.c_uint32 * 6)()
    assert libc.capget(header, sets) == 0
    effective = sets[0]
    sets[0] = effective & ~OVERRIDE
    assert libc.capset(header, sets) == 0
    try:
        yield
    finally:
        sets[0] = effective
        assert libc.capset(header, sets) == 0


@contextmanager
def only_read(*paths: Path) -> Iterator[None]:
    """Files and folders that nobody may write, for a while."""
    modes = {path: path.stat().st_mode for path in paths}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    try:
        with permissions_hold():
            yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
