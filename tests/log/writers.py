"""Writers in processes of their own, which append, change their mind, and append again."""

import random
from contextlib import suppress
from time import monotonic

from ecosys.errors import Locked
from ecosys.timeline import Timeline
from tests.given import price


class ChangedMind(Exception):
    """What a writer raises within a transaction that is then undone."""


def write(database: str, name: str, seconds: float, at_least: int) -> list[int]:
    """Append batches for a time, of which some are undone: the positions that were acknowledged."""
    timeline = Timeline.open(database)
    drawn = random.Random(name)
    acknowledged: list[int] = []
    end, turn = monotonic() + seconds, 0
    while monotonic() < end or len(acknowledged) < at_least:
        turn += 1
        batch = [
            price(f"{name}-{turn}-{each}", "2025-01-01", subject=f"acme/{name}", input="1")
            for each in range(drawn.randint(1, 3))
        ]
        with suppress(ChangedMind, Locked):
            acknowledged += append(timeline, batch, undone=drawn.random() < 0.3)
    timeline.log.database.close()
    return acknowledged


def append(timeline, batch, *, undone: bool) -> tuple[int, ...]:
    """Append a batch; one that is undone is so after it was written."""
    with timeline.log.database.writing():
        positions = timeline.append(batch).positions
        if undone:
            raise ChangedMind
    return positions
