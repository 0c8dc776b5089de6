"""Standing: how the data of a server stand: how old they are, and what waits for a decision.

That takes up to seconds to say of a large log. So it is worked out beside the questions, once for
each day and state of the log, and in no more than a tenth of the time.
"""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic

from ecosys.answers.quarantine import OPEN, quarantine
from ecosys.answers.readings import newest_readings
from ecosys.answers.sources import Freshness, freshness
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant

REST = 9
"""How many times as long as it took nothing is worked out again."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the data stand at a state of the log."""

    freshness: Freshness
    """How much was said or confirmed lately."""
    readings: Mapping[str, int]
    """When each source was last read, of those that ever were."""
    quarantined: int
    """How much was held back, and waits for a decision."""


def standing(timeline: Timeline, moment: Moment) -> Standing:
    """How the data stand at a moment."""
    return Standing(
        freshness(timeline, moment),
        newest_readings(timeline, moment),
        len(quarantine(timeline, moment, OPEN).rows),
    )


class Lookout:
    """Works out how the data stand now, in a thread of its own, and keeps what it found last."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="lookout")
        self._work: Future[Standing] | None = None
        self._found: Standing | None = None
        self._at: tuple[int, str] | None = None
        self._again = 0.0
        """When it may be worked out anew."""

    async def look(self) -> Standing:
        """How the data stand; who asks waits only where nothing was found yet."""
        work = self._begin()
        return self._found if self._found is not None else await asyncio.wrap_future(work)

    def glance(self) -> Standing | None:
        """How the data stood when it was last worked out; who asks waits for nothing."""
        self._begin()
        return self._found

    def close(self) -> None:
        """Begin nothing any more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _begin(self) -> Future[Standing]:
        """Work it out beside, if it is time to."""
        if self._work is not None and not self._work.done():
            return self._work
        moment = self._timeline.moment()
        at = moment.position, instant.day_of(moment.as_of)
        is_due = at != self._at and monotonic() >= self._again
        if self._work is None or self._found is None or is_due:
            self._work = self._thread.submit(self._find, moment, at)
        return self._work

    def _find(self, moment: Moment, at: tuple[int, str]) -> Standing:
        began = monotonic()
        found = standing(self._timeline, moment)
        now = monotonic()
        self._again = now + REST * (now - began)
        self._found, self._at = found, at
        return found
