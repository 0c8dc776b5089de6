"""Group commit: what several threads append at once is on disk after one commit."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext, suppress
from itertools import islice
from threading import Event as Signal
from threading import Lock

from ecosys.errors import InvalidInput, Refused, StatementRefused
from ecosys.event import Event
from ecosys.log.log import ANY, Appended, Expected, Log

Note = Callable[[Appended], None]
"""Writes what belongs to an append, in its transaction: it is undone where that raises."""


class Waiting:
    """An append that is not committed yet."""

    def __init__(
        self, events: Iterable[Event], expected: Expected = ANY, note: Note | None = None
    ) -> None:
        self.events = tuple(events)
        self.expected = expected
        self.note = note
        self.outcome: Future[Appended] = Future()
        self.called = Signal()
        """Set once it is committed, or is to commit for all who wait."""


class GroupCommit:
    """Appends to one log from many threads. Each is all or none, and acknowledged once on disk.

    A disk takes as long for many events as for one. So whoever commits next commits for all who
    have come meanwhile: as one append. Where that is refused, each of them is tried alone, so that
    nobody is refused for what another one wrote; so is whoever expects something of the log.

    >>> from tempfile import TemporaryDirectory
    >>> from ecosys.event.codec import parse
    >>> from ecosys.log.engines import open_database
    >>> folder = TemporaryDirectory()
    >>> log = Log(open_database(f"{folder.name}/log.db"))
    >>> source = {"type": "registered", "source": "openai", "name": "OpenAI", "kind": "provider"}
    >>> GroupCommit(log).append([parse({**source, "id": "s"})])
    Appended(positions=(1,), added=1)
    >>> log.database.close()
    >>> folder.cleanup()
    """

    def __init__(self, log: Log) -> None:
        self.log = log
        self._lock = Lock()
        self._waiting: list[Waiting] = []
        self._is_led = False
        """Whether somebody commits, or is called to."""

    def append(
        self, events: Iterable[Event], expected: Expected = ANY, note: Note | None = None
    ) -> Appended:
        """Record events as `Log.append` does, with its errors; together with those of others.

        `note` writes what belongs to it in the same transaction.
        """
        own = Waiting(events, expected, note)
        try:
            with self._lock:
                self._waiting.append(own)
                if not self._is_led:
                    self._call_first()
            own.called.wait()
            if not own.outcome.done():
                self._lead()
        except BaseException:  # it is stopped, and those behind it are not
            self._leave(own)
            raise
        return own.outcome.result()

    def append_all(self, group: Sequence[Waiting]) -> None:
        """Record what several wait for, as `append` does; what became of each is its `outcome`."""
        self._commit(group)

    def _lead(self) -> None:
        """Commit for all who wait, then call the first of those who have come meanwhile."""
        group: list[Waiting] = []
        try:
            with self._lock:
                group, self._waiting = self._waiting, []
            self._commit(group)
        finally:
            with self._lock:
                self._call_first()
            for each in group:
                each.called.set()

    def _leave(self, one: Waiting) -> None:
        """Wait no more; whoever was called to commit calls the next one instead."""
        with self._lock:
            if one in self._waiting:
                self._waiting.remove(one)
                if one.called.is_set():
                    self._call_first()

    def _call_first(self) -> None:
        """Call who waits longest to commit, if somebody waits; the lock is held."""
        self._is_led = bool(self._waiting)
        for each in self._waiting[:1]:
            each.called.set()

    def _commit(self, group: Sequence[Waiting]) -> None:
        try:
            for each in self._not_committed_as_one(group):
                self._commit_alone(each)
        except BaseException as problem:
            for each in group:
                if not each.outcome.done():
                    each.outcome.set_exception(problem)
            if not isinstance(problem, Exception):
                raise

    def _not_committed_as_one(self, group: Sequence[Waiting]) -> list[Waiting]:
        """Commit together those that expect nothing; who is left, all if one of them is refused."""
        joined = [each for each in group if each.expected == ANY]
        if len(joined) > 1:
            with suppress(InvalidInput, Refused, StatementRefused):
                self._commit_as_one(joined)
        return [each for each in group if not each.outcome.done()]

    def _commit_as_one(self, group: Sequence[Waiting]) -> None:
        with self._transaction(group):
            whole = self.log.append(event for each in group for event in each.events)
            appended = _each_of(whole, group)
            for each, own in zip(group, appended, strict=True):
                if each.note is not None:
                    each.note(own)
        for each, own in zip(group, appended, strict=True):
            each.outcome.set_result(own)

    def _commit_alone(self, one: Waiting) -> None:
        try:
            with self._transaction([one]):
                appended = self.log.append(one.events, expected=one.expected)
                if one.note is not None:
                    one.note(appended)
            one.outcome.set_result(appended)
        except Exception as problem:  # noqa: BLE001  whoever appended it is told
            one.outcome.set_exception(problem)

    def _transaction(self, group: Sequence[Waiting]) -> AbstractContextManager[object]:
        """One around all that is written: an append that nothing belongs to has its own."""
        is_noted = any(each.note is not None for each in group)
        return self.log.database.writing() if is_noted else nullcontext()


def _each_of(whole: Appended, group: Sequence[Waiting]) -> list[Appended]:
    """What an append of all came to for each of them."""
    known_before = max(whole.positions, default=0) - whole.added
    positions, told, each_own = iter(whole.positions), set[int](), []
    for each in group:
        own = tuple(islice(positions, len(each.events)))
        new = {position for position in own if position > known_before} - told
        told |= new
        each_own.append(Appended(own, len(new)))
    return each_own
