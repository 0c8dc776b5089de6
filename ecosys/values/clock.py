"""The clock: the one place that reads the time. Everything else is given it."""

import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Gives the present instant."""


def system() -> int:
    """The present instant by the machine's clock."""
    return time.time_ns() // 1000
