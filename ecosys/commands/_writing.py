"""What commands share that write events."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ecosys.commands._out import tell
from ecosys.errors import Conflict, InvalidInput
from ecosys.event import Event
from ecosys.seeding import seed
from ecosys.seeding.seed import Seed
from ecosys.values import clock as clocks

if TYPE_CHECKING:
    from ecosys.timeline import Timeline


def append_to_log(timeline: "Timeline", events: Sequence[Event]) -> None:
    """Record events in the user's own log and tell where they stand."""
    done = timeline.append(events)
    for event, position in zip(events, done.positions, strict=True):
        tell(f"{event.id} stands at position {position} of your log")
    if not done.added:
        tell("It was recorded before: nothing was added.")


def refuse_faults(seeds: Sequence[Seed], event: Event, path: Path) -> None:
    """Refuse an event that the seeds could not take: its id is taken, its source unknown."""
    taken = {each.event.id: each for each in seeds}
    if event.id in taken:
        raise Conflict(
            f"{event.id} stands at {taken[event.id].place} already.",
            hint="Give another id with --id, or edit that one.",
        )
    seed.refuse_unregistered([*seeds, Seed(event, path, 0)])
    stated, basis = event.statement_time
    if stated is not None and stated.start > clocks.system():
        raise InvalidInput(
            f"{event.id} is stated {stated} ({basis}), which is not yet.",
            hint="Give --stated: the day on which it was announced.",
        )


def checkout_seeds() -> Path:
    """The seed folder of the checkout that the command runs in."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "seeds" / "sources.yaml").is_file() and (folder / "pyproject.toml").is_file():
            return folder / "seeds"
    raise InvalidInput(
        "This is not a checkout of ecosys: there is no seeds/sources.yaml here or above.",
        hint="Go to a checkout, or write into your own log with --to-log.",
    )
