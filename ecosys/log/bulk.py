"""Reading and writing many events at once."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 10_000
"""How many events are read or written at once, where nobody should wait for long."""


@contextmanager
def gc_paused() -> Iterator[None]:
    """Spare the collector of cycles: events hold none, and it would walk all of them many times."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Pace:
    """Lets others write now and then, between the transactions of somebody who writes many.

    Who waits for his turn looks every tenth of a second whether it has come, no more often.
    """

    BUSY_SECONDS = 1.0
    """How long one transaction follows the other."""
    PAUSE_SECONDS = 0.11
    """How long others then have their turn."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def rest(self) -> None:
        """Pause, if there was no pause for long."""
        if time.monotonic() > self._began + self.BUSY_SECONDS:
            time.sleep(self.PAUSE_SECONDS)
            self._began = time.monotonic()
