"""Offline: questions answered by a log on this machine, as a server would answer them."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

from ecosys.answers.answer import meta
from ecosys.answers.bodies import body
from ecosys.answers.citations import including
from ecosys.answers.events import recorded_moment
from ecosys.answers.links import Links
from ecosys.client.call import Call, R, Single
from ecosys.event import Event
from ecosys.log.log import Appended, Expected
from ecosys.moment import Moment
from ecosys.seeding.open import open_timeline
from ecosys.timeline import Timeline


class Offline:
    """A log on this machine; it is opened when it is first asked, and filled if it is empty."""

    def __init__(self, database: str | Path | None, timeline: Timeline | None) -> None:
        self._database = database
        self._timeline = timeline
        self._is_ours = timeline is None
        self._lock = Lock()

    @property
    def timeline(self) -> Timeline:
        """The log that is asked."""
        with self._lock:
            if self._timeline is None:
                self._timeline = open_timeline(self._database, show_progress=False)
            return self._timeline

    def ask(self, call: Call[R]) -> R:
        """The answer to a question: the very bytes of the API, read as they are."""
        return call.read(_body(self.timeline, call))

    def append(self, events: Iterable[Event], expected: Expected) -> Appended:
        """Record events in the log."""
        return self.timeline.append(events, expected)

    def close(self) -> None:
        """Let go of the log, if it was opened here."""
        if self._is_ours and self._timeline is not None:
            self._timeline.log.database.close()
            self._timeline = None


def _body(timeline: Timeline, call: Call[Any]) -> bytes:
    coordinates = call.coordinates
    include = coordinates.pop("include", None)
    ask: Callable[..., Moment] = timeline.moment
    if call.is_of_log:
        ask = lambda position=None: recorded_moment(timeline, position)  # noqa: E731
    moment = ask(**coordinates)
    answer = including(timeline, moment, call.answer(timeline, moment), include)
    answer = replace(answer, single=isinstance(call, Single))
    moment = answer.settled_at or moment
    about = meta(timeline, moment, answer)
    return b"".join(body(answer, about, "json", list(answer.rows), Links()))
