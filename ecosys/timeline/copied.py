"""Copied: a timeline whose questions are answered by a copy of its log, which follows it.

What is appended goes to the log itself. The copy has it a moment later, with the rows of the read
models as the log itself wrote them: nothing is ever written there.
"""

import time
from collections.abc import Iterable
from pathlib import Path

from ecosys.errors import Behind
from ecosys.event import Event
from ecosys.log.engines import open_copy
from ecosys.log.log import ANY, Appended, Expected, Log
from ecosys.timeline.timeline import Timeline
from ecosys.values import clock as clocks
from ecosys.values.clock import Clock

WAIT_SECONDS = 2.0
"""How long a copy is waited for that has not come so far."""
LOOK_SECONDS = 0.005
"""After what time its end is looked at again."""


class CopiedTimeline(Timeline):
    """Asks a copy, and appends to the log itself.

    Who has appended asks of a copy that has it once it was waited for: `wait_for`.
    """

    def __init__(self, copy: Log, primary: Timeline) -> None:
        super().__init__(copy)
        self.primary = primary
        """The log itself, to be asked and written to."""

    def append(self, events: Iterable[Event], expected: Expected = ANY) -> Appended:
        """Record events in the log itself: all or none."""
        return self.primary.append(events, expected)

    def rebuild(self) -> None:
        """Make anew all that is derived, in the log itself; the copy follows."""
        self.primary.rebuild()


def open_copied(
    database: str | Path, copy: str | Path, clock: Clock = clocks.system
) -> CopiedTimeline:
    """Open a log, and a copy of it that answers; the errors are those of `open_copy`."""
    primary = Timeline.open(database, clock)
    opened = open_copy(copy, primary.log.database)
    return CopiedTimeline(Log(opened, clock), primary)


def primary_of(timeline: Timeline) -> Timeline:
    """The timeline to which is written what is asked of another."""
    return timeline.primary if isinstance(timeline, CopiedTimeline) else timeline


def wait_for(timeline: Timeline, position: int, seconds: float = WAIT_SECONDS) -> None:
    """Wait until the log that answers holds a position, as that of an append.

    Behind where it does not come so far in time.

    >>> from ecosys.log.memory import MemoryLog
    >>> wait_for(Timeline(MemoryLog([])), 1, seconds=0)
    Traceback (most recent call last):
    ecosys.errors.Behind: Position 1: this copy of the log ends at 0. Ask again in a moment, ...
    """
    end = time.monotonic() + seconds
    while (head := timeline.head().position) < position:
        if time.monotonic() >= end:
            raise Behind(
                f"Position {position}: this copy of the log ends at {head}.",
                hint="Ask again in a moment, or another copy.",
            )
        time.sleep(LOOK_SECONDS)
