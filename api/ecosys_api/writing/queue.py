"""Queue: what many requests wait for is done by one thread, as much at once as has come.

A thread for each would have them take turns, and wake each other, for longer than their work takes.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Condition
from typing import Generic, TypeVar

from ecosys.errors import Unavailable

Job = TypeVar("Job")
Result = TypeVar("Result")
MAX_BYTES = 32 * 1024 * 1024
"""How much may wait at once."""
GATHER_SECONDS = 0.002
"""How long is waited for each of those who were answered last, to come again."""
LONGEST_GATHER_SECONDS = 0.05
"""How long is waited for all of them, at the most."""


class Queue(Generic[Job, Result]):
    """Jobs that wait, and the thread that does them.

    >>> queue = Queue(lambda jobs: [job * 2 for job in jobs])
    >>> async def ask():
    ...     return await asyncio.gather(*(queue.put(number, 1) for number in range(5)))
    >>> asyncio.run(ask())
    [0, 2, 4, 6, 8]
    """

    def __init__(self, work: Callable[[Sequence[Job]], Sequence[Result | Exception]]) -> None:
        self._work = work
        """Does some jobs: what became of each, in their order."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._changed = Condition()
        self._waiting: list[tuple[Job, asyncio.Future[Result]]] = []
        self._is_working = False
        self._bytes = 0
        self._answered = 0
        """How many were answered last, who may come again at once."""
        self._wanted = 1
        """How many are waited for."""

    async def put(self, job: Job, size: int) -> Result:
        """What became of a job of so many bytes; Unavailable where too much waits already."""
        if self._bytes + size > MAX_BYTES:
            raise Unavailable("Too much waits to be written.", hint="Send it again in a moment.")
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[Result] = loop.create_future()
        self._bytes += size
        try:
            with self._changed:
                self._waiting.append((job, outcome))
                begins, self._is_working = not self._is_working, True
                if len(self._waiting) >= self._wanted:
                    self._changed.notify()
            if begins:
                self._thread.submit(self._run, loop)
            return await outcome
        finally:
            self._bytes -= size

    def _take(self) -> Sequence[tuple[Job, asyncio.Future[Result]]]:
        """What waits, once those who were answered last have come too; or after some time.

        Else those who ask again and again would stay in two halves, each of which waits for the
        other one's commit.
        """
        with self._changed:
            self._wanted = max(1, self._answered + len(self._waiting))
            seconds = min(GATHER_SECONDS * self._wanted, LONGEST_GATHER_SECONDS)
            self._changed.wait_for(lambda: len(self._waiting) >= self._wanted, seconds)
            taken, self._waiting = self._waiting, []
            self._is_working = bool(taken)
            self._answered = len(taken)
        return taken

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        """Do what waits, until nothing does."""
        while True:
            taken = self._take()
            if not taken:
                return
            jobs, outcomes = zip(*taken, strict=True)
            results: Sequence[Result | Exception]
            try:
                results = self._work(jobs)
            except Exception as problem:  # noqa: BLE001  whoever waits is told
                results = [problem] * len(jobs)
            with suppress(RuntimeError):  # the server has ended
                loop.call_soon_threadsafe(_tell, outcomes, results)


def _tell(
    outcomes: Sequence[asyncio.Future[Result]], results: Sequence[Result | Exception]
) -> None:
    for outcome, result in zip(outcomes, results, strict=True):
        if outcome.done():  # who asked has gone
            continue
        if isinstance(result, Exception):
            outcome.set_exception(result)
        else:
            outcome.set_result(result)
