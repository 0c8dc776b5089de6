"""The work of `ecosys check`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ecosys.answers.changes import between
from ecosys.commands._draft import draft
from ecosys.errors import EcosysError, InvalidInput
from ecosys.event import Event, codec
from ecosys.log.line import Line
from ecosys.log.release import RELEASES, broken_releases, read_lines, releases
from ecosys.moment import Moment
from ecosys.projection import projections
from ecosys.seeding import schema, seed, write
from ecosys.seeding.authoring import Edit, revisions
from ecosys.seeding.seed import Seed
from ecosys.timeline import Timeline
from ecosys.values import clock as clocks
from ecosys.values import instant

MAX_SHOWN = 40
"""How many differences are told one by one."""


@dataclass
class Report:
    """What a check found."""

    lines: list[str] = field(default_factory=list)
    faults: int = 0

    def fault(self, text: str) -> None:
        """Note something that must be mended."""
        self.lines += text.split("\n")
        self.faults += 1


def check_file(path: Path) -> str:
    """Check one file alone; InvalidInput lists its faults."""
    if not path.is_file():
        raise InvalidInput(f"{path} does not exist.")
    return f"{path.name}: {len(seed.read_file(path))} events"


def check_folder(folder: Path, *, fix: bool = False) -> Report:
    """Check all seeds of a checkout against each other, the released log and the schema."""
    report = Report()
    seeds = seed.read_folder(folder)
    lines = _released(folder)
    released = {event.id: event for event in map(codec.decode, (line.body for line in lines))}
    written = {each.event.id: each for each in seeds}
    for broken in broken_releases(releases(folder / RELEASES), lines):
        report.fault(broken)
    for id in released:
        if id not in written:
            report.fault(f"{id} is released and no longer stands in the seeds. Put it back.")
    edits = [
        Edit(released[id], each.event)
        for id, each in written.items()
        if id in released and released[id] != each.event
    ]
    for edit in edits:
        _report_edit(report, edit, written, fix=fix)
    if not report.faults:
        _check_draft(report, folder, seeds, released)
    _check_schema(report, folder)
    fresh = sum(id not in released for id in written)
    report.lines.append(f"{len(seeds)} events, {fresh} not released, {report.faults} faults")
    return report


def differences(folder: Path) -> Iterator[str]:
    """What the unreleased events change, in words, and how many metrics they move."""
    with draft(folder) as (timeline, added):
        after = timeline.moment()
        before = Moment(after.as_of, after.known_at, after.position - added)
        changes = between(timeline, before, after)
        yield from (change.words for change in changes[:MAX_SHOWN])
        if len(changes) > MAX_SHOWN:
            yield f"... and {len(changes) - MAX_SHOWN} more"
        moved = [name for name in sorted(projections) if _moves(timeline, name, before, after)]
        if moved:
            yield f"{len(moved)} metrics change: {', '.join(moved)}"
        if not changes and not moved:
            yield "Nothing changes."


def _moves(timeline: Timeline, name: str, before: Moment, after: Moment) -> bool:
    old, new = timeline.project(name, before).points, timeline.project(name, after).points
    return [(p.subject, p.at, p.value, p.labels) for p in old] != [
        (p.subject, p.at, p.value, p.labels) for p in new
    ]


def _released(folder: Path) -> list[Line]:
    path = folder / "log.jsonl"
    return list(read_lines(path)) if path.is_file() else []


def _report_edit(report: Report, edit: Edit, written: dict[str, Seed], *, fix: bool) -> None:
    place = written[edit.released.id]
    day = instant.day_of(clocks.system())
    new = revisions(edit, day, written)
    if fix:
        _fix(edit, place, new)
        report.lines.append(f"{place.place}: {edit.released.id} restored, {new[0].type} appended")
        return
    report.fault(
        f"{place.place}: {edit.released.id} is released; it cannot be edited "
        f"({', '.join(edit.changed)}). Put it back and append, or run ecosys check --fix:\n"
    )
    report.lines += [write.block(event) for event in new]


def _fix(edit: Edit, place: Seed, new: list[Event]) -> None:
    """Put the released event back and append what says the same as the edit."""
    id = edit.released.id
    if new[0].type == "retracted":  # it speaks of another subject: it becomes another event
        write.rename(place.path, id, f"{id}-2")
        write.append(place.path, [edit.released, *new])
        return
    write.restore(place.path, id, edit.released, edit.changed)
    write.append(place.path, new)


def _check_draft(
    report: Report, folder: Path, seeds: list[Seed], released: dict[str, Event]
) -> None:
    """Let a scratch log take the unreleased events: references and dates are checked there."""
    try:
        with draft(folder):
            pass
    except EcosysError as problem:
        fresh = [each for each in seeds if each.event.id not in released]
        named = next((each.place for each in fresh if each.event.id in str(problem)), "")
        report.fault(f"{named}: {problem}" if named else str(problem))


def _check_schema(report: Report, folder: Path) -> None:
    path = folder / "schema.json"
    now = schema_text()
    if not path.is_file() or path.read_text(encoding="utf-8") != now:
        report.fault("schema.json is not that of the event types. Run python -m tests.regenerate.")


def schema_text() -> str:
    """The text of the committed schema."""
    return json.dumps(schema.seed_schema(), indent=1, ensure_ascii=False) + "\n"
