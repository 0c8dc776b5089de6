"""Turns: long questions are answered one at a time, and quick ones beside them.

A question begins at once, in a thread. Once it has needed more processor time than a quick one it
is long, and waits: of the long questions one goes on, for a slice of time, then the next has its
turn. Threads share one interpreter, so that more at once would only hold each other up. A question
is stopped whose asker has gone, and one that was worked on for too long. All this happens at the
checkpoints that it passes.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from math import inf
from threading import Condition
from time import monotonic, thread_time
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.types import Receive

from ecosys.values.checkpoint import Stopped, watched

T = TypeVar("T")
QUICK_SECONDS = 0.05
"""How much processor time a quick question needs at the most."""
SLICE_SECONDS = 0.1
"""How much a long one has before the next has its turn."""
LOOK_SECONDS = 0.005
"""How often at the most it is looked how much it has had."""
MAX_LONG = 12
"""How many long questions there are at once; each keeps a thread, and what it has found so far."""
MAX_THREADS = MAX_LONG + 8
"""How many questions are being answered at once."""


class Gone(Stopped):
    """Nobody waits for the answer any more."""


class Busy(Stopped):
    """There are too many long questions already."""


class TooLong(Stopped):
    """It has been worked on for longer than one question may take."""


class Turns:
    """The long questions in the order of their turns; it is that of the first."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._questions: deque[Question] = deque()

    def __len__(self) -> int:
        """How many there are."""
        return len(self._questions)

    def wait(self, question: "Question") -> None:
        """Wait for the next turn of a question; Busy where there are too many, and it is new."""
        with self._changed:
            if question in self._questions:
                self._questions.rotate(-1)  # it was the first
            elif len(self._questions) >= MAX_LONG:
                raise Busy
            else:
                self._questions.append(question)
            self._changed.notify_all()
            self._changed.wait_for(lambda: question.gone or self._questions[0] is question)

    def leave(self, question: "Question") -> None:
        """Let the others go on without a question."""
        with self._changed:
            if question in self._questions:
                self._questions.remove(question)
                self._changed.notify_all()

    def give_up(self, question: "Question") -> None:
        """Have a question end at its next checkpoint, or now where it waits."""
        with self._changed:
            question.gone = True
            self._changed.notify_all()


class Question:
    """One question while it is being answered."""

    def __init__(self, turns: Turns, seconds: float) -> None:
        """Name the turns that it takes, and how long it may be worked on; 0: without end."""
        self.gone = False
        """Whether nobody waits for its answer any more."""
        self._turns = turns
        self._seconds = seconds or inf
        self._end = inf
        self._looked = 0.0
        self._until = 0.0

    def answer(self, make: Callable[[], T]) -> T:
        """What is made for it, in this thread."""
        self._end = monotonic() + self._seconds
        self._until = thread_time() + QUICK_SECONDS
        try:
            with watched(self.check):
                self.check()
                return make()
        finally:
            self._turns.leave(self)

    def check(self) -> None:
        """Go on; or wait, if it has had its time; Gone, Busy or TooLong if it is to end."""
        now = monotonic()
        if now - self._looked > LOOK_SECONDS:  # what a thread has needed is dear to ask
            self._looked = now
            if not self.gone and thread_time() >= self._until:
                self._turns.wait(self)
                self._end += monotonic() - now  # to wait is no work
                self._until = thread_time() + SLICE_SECONDS
        if self.gone:
            raise Gone
        if now > self._end:
            raise TooLong


class Answering:
    """Answers questions in threads while those who asked wait."""

    def __init__(self, seconds: float = 0) -> None:
        """Name how long each question may be worked on; 0: without end."""
        self.turns = Turns()
        """Those that take long."""
        self._seconds = seconds
        self._threads = CapacityLimiter(MAX_THREADS)

    async def answer(self, receive: Receive, make: Callable[[], T]) -> T:
        """What is made in a thread.

        Gone where who asked leaves, Busy where too many wait, TooLong where it takes too long.
        """
        question = Question(self.turns, self._seconds)
        listening = asyncio.create_task(self._listen(receive, question))
        try:
            return await to_thread.run_sync(question.answer, make, limiter=self._threads)
        finally:
            self.turns.give_up(question)  # where the server ends, it goes on no longer
            listening.cancel()

    async def _listen(self, receive: Receive, question: Question) -> None:
        """Give a question up when its asker has gone."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self.turns.give_up(question)
