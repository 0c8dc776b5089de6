"""Rates: how often a key may write. Each process counts for itself."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from threading import Lock
from time import monotonic

MAX_NAMES = 10_000
"""How many names are counted at once; whoever has written least lately is forgotten first."""
_ROUNDING = 1e-6
"""By how much sums of such numbers are wrong at most."""


@dataclass(slots=True)
class _Bucket:
    """What a name has left."""

    left: float
    at: float


class Rates:
    """Lets each name do something so often a minute, a tenth of that at once.

    >>> now = [0.0]
    >>> rates = Rates(60, lambda: now[0])
    >>> [rates.wait("anna") for _ in range(7)]
    [0, 0, 0, 0, 0, 0, 1]
    >>> now[0] = 1.0
    >>> rates.wait("anna"), rates.wait("anna"), rates.wait("ben")
    (0, 1, 0)
    """

    def __init__(self, a_minute: int, clock: Callable[[], float] = monotonic) -> None:
        self.a_minute = a_minute
        """How often; 0: as often as anybody likes."""
        self._burst = max(1.0, a_minute / 10)
        self._clock = clock
        self._lock = Lock()
        self._buckets: dict[str, _Bucket] = {}

    def wait(self, name: str) -> int:
        """How many seconds it has to wait until it may do it; 0: it does it now."""
        if not self.a_minute:
            return 0
        with self._lock:
            now, a_second = self._clock(), self.a_minute / 60
            bucket = self._buckets.pop(name, None) or _Bucket(self._burst, now)
            left = min(self._burst, bucket.left + (now - bucket.at) * a_second)
            may = left > 1 - _ROUNDING
            self._buckets[name] = _Bucket(left - may, now)
            if len(self._buckets) > MAX_NAMES:
                del self._buckets[next(iter(self._buckets))]
            return 0 if may else ceil((1 - left) / a_second - _ROUNDING)
