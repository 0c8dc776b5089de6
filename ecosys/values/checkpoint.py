"""Checkpoint: where work that may take long asks whether it is to go on.

Who asked may have left, and others may wait. Work passes checkpoints on its way, never while it
holds a lock or writes; whoever started it may watch them, let it wait there, or stop it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Watch = Callable[[], None]
"""Is called at each checkpoint; raises `Stopped` where the work is to end."""
_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


class Stopped(BaseException):
    """Work that is to end without a result; no Exception, so that nobody takes it for a result."""


def checkpoint() -> None:
    """Go on, unless who watches has it otherwise.

    >>> def stop():
    ...     raise Stopped("nobody waits for this")
    >>> with watched(stop):
    ...     checkpoint()
    Traceback (most recent call last):
    ecosys.values.checkpoint.Stopped: nobody waits for this
    >>> checkpoint()  # nobody watches
    """
    watch = _watch.get()
    if watch is not None:
        watch()


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Within, the checkpoints of this thread or task are watched."""
    before = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(before)
