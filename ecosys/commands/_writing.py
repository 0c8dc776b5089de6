"""What commands share that write events."""

from collections.abc import Sequence
from pathlib import Path

import typer

from ecosys.errors import Conflict, InvalidInput
from ecosys.event import Event
from ecosys.seeding import seed
from ecosys.seeding.seed import Seed
from ecosys.timeline import Timeline
from ecosys.values import clock as clocks


def append_to_log(opened: Timeline, events: Sequence[Event]) -> None:
    """Record events in the user's own log and tell where they stand."""
    done = opened.append(events)
    for event, position in zip(events, done.positions, strict=True):
        typer.echo(f"{event.id} stands at position {position} of your log")
    if not done.added:
        typer.echo("It was recorded before: nothing was added.")


def refuse_faults(seeds: Sequence[Seed], event: Event, path: Path) -> None:
    """Refuse an event that the seeds could not take: its id is taken, its source unknown."""
    taken = {each.event.id: each for each in seeds}
    if event.id in taken:
        raise Conflict(
            f"{event.id} stands at {taken[event.id].place} already.",
            hint="Give another id with --id, or edit that one.",
        )
    seed.refuse_unregistered([*seeds, Seed(event, path, 0)])
    said, basis = event.statement_time
    if said is not None and said.start > clocks.system():
        raise InvalidInput(
            f"{event.id} is stated {said} ({basis}), which is not yet.",
            hint="Give --stated: the day on which it was announced.",
        )
