"""What correct and retract share: find the event, make its revision, write it where asked."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ecosys.commands._out import tell
from ecosys.commands._question import open_log
from ecosys.commands._writing import append_to_log, checkout_seeds
from ecosys.errors import InvalidInput, NotFound
from ecosys.event import Event, codec
from ecosys.event.codec import parse
from ecosys.event.ids import free_id
from ecosys.log.release import read_lines
from ecosys.seeding import seed, write
from ecosys.values import clock as clocks
from ecosys.values import instant
from ecosys.values.words import suggest

Build = Callable[[Event, str], Mapping[str, Any]]
"""Makes the fields of the revision from the event and the revision's id."""


def revise(id: str, what: str, build: Build, *, to_log: bool, database: str | None) -> None:
    """Append a revision of an event to the seeds of a checkout, or to the user's own log."""
    if to_log:
        timeline = open_log(database, asked=False)
        known = {record.id: record.event for record in timeline.records()}
        revision = parse(build(_named(id, known), _free(id, what, known)), what)
        append_to_log(timeline, [revision])
        return
    folder = checkout_seeds()
    seeds = {each.event.id: each for each in seed.read_folder(folder)}
    written = _named(id, {name: each.event for name, each in seeds.items()})
    released = folder / "log.jsonl"
    lines = read_lines(released) if released.is_file() else iter(())
    if id not in {codec.decode(line.body).id for line in lines}:
        raise InvalidInput(f"{id} is not released yet.", hint=f"Edit it freely: {seeds[id].place}.")
    revision = parse(build(written, _free(id, what, seeds)), what)
    write.append(seeds[id].path, [revision])
    tell(f"{seeds[id].path.name}:", "", *write.block(revision).split("\n"))


def _named(id: str, known: Mapping[str, Event]) -> Event:
    if id not in known:
        near = suggest(id, known)
        raise NotFound(f"There is no event {id}.", hint=near if near.startswith("Did") else "")
    return known[id]


def _free(id: str, what: str, taken: Iterable[str]) -> str:
    """The id of a revision: that of its event, what it is, and today."""
    return free_id(f"{id}-{what}-{instant.day_of(clocks.system())}", set(taken))
