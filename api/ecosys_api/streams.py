"""Streams: events sent as the log takes them (server-sent events), to many at once.

Nothing calls a stream when the log grows: each looks at its end, a few times a second, and reads on
from the last position that it sent. Positions have no gaps and only grow, so each event is sent
once and in order, also to who comes again with the last position that he has; a restart loses
nothing. Streams that stand at the same place share what is looked at and what is read.
"""

import asyncio
from collections.abc import AsyncIterator, Hashable
from itertools import islice
from time import monotonic
from typing import NamedTuple

from anyio import CapacityLimiter, to_thread

from ecosys.answers.answer import to_json
from ecosys.answers.events import CloudEvent, envelope, recorded_moment, selected
from ecosys.answers.selection import Selection
from ecosys.timeline import Timeline
from ecosys.values.memory import Recent

LOOK_SECONDS = 0.25
"""How long the end of the log is not looked at again."""
HEARTBEAT_SECONDS = 15.0
"""How long nothing is sent at the most, so that nobody on the way takes the stream for dead."""
RETRY_MILLISECONDS = 2_000
"""How soon who was cut off comes again."""
MAX_STREAMS = 1_000
"""How many streams one process keeps open."""
PART = 200
"""How many events are read at once."""
MAX_PARTS = 8
"""How many parts are kept for those who stand at the same place."""
MAX_THREADS = 2
"""How many parts are read at once."""


class Part(NamedTuple):
    """Some events, ready to be sent."""

    frames: bytes
    """The events; none were wanted: nothing."""
    upto: int
    """The position up to which there are no others."""


class Streams:
    """The open streams of one process."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._threads = CapacityLimiter(MAX_THREADS)
        self._parts: Recent[Hashable, asyncio.Future[Part]] = Recent(MAX_PARTS)
        self._head, self._looked = 0, float("-inf")
        self.open = 0
        """How many streams there are."""
        self.is_closed = False
        """Whether the server ends: streams end, and who reads them comes again elsewhere."""

    @property
    def is_full(self) -> bool:
        """Whether no other stream can be opened."""
        return self.open >= MAX_STREAMS

    def close(self) -> None:
        """End all streams as soon as they look."""
        self.is_closed = True

    async def follow(self, wanted: Selection, after: int | None) -> AsyncIterator[bytes]:
        """The events of a selection after a position, and on as they come; None: only new ones.

        The subjects of the selection are exact. Nobody need have closed it for it to be left.
        """
        self.open += 1
        try:
            position = await self._end() if after is None else after
            yield f"retry: {RETRY_MILLISECONDS}\nid: {position}\n\n".encode()
            sent = monotonic()
            while not self.is_closed:
                end = await self._end()
                if end > position:
                    part = await self._read(wanted, position, end)
                    position = part.upto
                    if part.frames:
                        yield part.frames
                        sent = monotonic()
                    continue
                if monotonic() - sent >= HEARTBEAT_SECONDS:
                    yield f"id: {position}\n\n".encode()  # no event, but where to go on from
                    sent = monotonic()
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            self.open -= 1

    async def _end(self) -> int:
        """The end of the log, as it was a moment ago at the latest."""
        now = monotonic()
        if now - self._looked >= LOOK_SECONDS:
            self._looked = now  # before it is known: meanwhile nobody else looks
            head = await to_thread.run_sync(self._timeline.head, limiter=self._threads)
            self._head = max(self._head, head.position)
        return self._head

    async def _read(self, wanted: Selection, after: int, end: int) -> Part:
        """The next events of a selection, read once for all who ask at the same time."""
        key = wanted.types, wanted.subjects, after, end
        reading = self._parts.get(key)
        if reading is None or (reading.done() and reading.exception() is not None):
            reading = asyncio.ensure_future(
                to_thread.run_sync(self._part, wanted, after, end, limiter=self._threads)
            )
            self._parts[key] = reading
        return await asyncio.shield(reading)  # who leaves does not stop it for the others

    def _part(self, wanted: Selection, after: int, end: int) -> Part:
        moment = recorded_moment(self._timeline, end)
        records = list(islice(selected(self._timeline, moment, wanted, after), PART))
        frames = b"".join(map(frame, map(envelope, records)))
        return Part(frames, records[-1].position if len(records) == PART else end)


def frame(event: CloudEvent) -> bytes:
    """An event as it is sent: its position is what a reader names to go on."""
    return b"id: %d\ndata: %b\n\n" % (event.position, to_json(event, CloudEvent))
