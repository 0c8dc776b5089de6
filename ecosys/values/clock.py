"""The clock: the one place that reads the time. Everything else is given it."""

import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Gives the present instant."""


def system() -> int:
    """The present instant by the machine's clock.

    >>> from ecosys.values import instant
    >>> system() > instant.parse("2025-01-01T00:00Z")
    True
    """
    return time.time_ns() // 1000
