"""Logs of prices: so many models, each of whose two prices changes every second day.

From 1997 on, so that 5,000 changes lie in the past: what is stated in the future is refused.
"""

from collections.abc import Iterator
from itertools import islice

from ecosys.event import Event, codec
from ecosys.timeline import Timeline
from ecosys.values import instant
from tests.benchmarks import databases

FIRST_DAY = 10_000
"""The day of the first price, from 1970 on."""
EVERY = 2
"""How many days lie between two prices."""


def write(database: str, models: int, changes: int) -> Timeline:
    """A log in a database, with its read models."""
    timeline = Timeline.open(database)
    events = prices(models, changes)
    while batch := list(islice(events, 1000)):
        timeline.log.append(batch)
    databases.settle(database)
    return timeline


def prices(models: int, changes: int) -> Iterator[Event]:
    """The seller, and every price of every model, by day."""
    source = {"type": "registered", "id": "s", "source": "acme", "name": "A", "kind": "provider"}
    yield codec.parse(source)
    for change in range(changes):
        for model in range(models):
            given, answered = amounts(model, change)
            yield codec.parse(
                {
                    "type": "price_changed",
                    "id": f"m{model}-{change}",
                    "subject": f"acme/m{model}",
                    "occurred": day(change),
                    "components": [
                        {"direction": "input", "amount": str(given)},
                        {"direction": "output", "amount": str(answered)},
                    ],
                    "sources": [{"source": "acme"}],
                }
            )


def day(change: int) -> str:
    """The day on which prices change for the n-th time."""
    return instant.day_of((FIRST_DAY + EVERY * change) * instant.DAY)


def amounts(model: int, change: int) -> tuple[int, int]:
    """What a model's input and output cost after so many changes."""
    return 1 + (7 * change + model) % 97, 2 + (5 * change + model) % 89
