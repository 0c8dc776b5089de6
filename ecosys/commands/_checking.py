"""The work of `ecosys check`."""

import json
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ecosys.errors import EcosysError, InvalidInput
from ecosys.event import Event
from ecosys.event.codec import plain
from ecosys.event.ids import free_id, id_of
from ecosys.log import guards
from ecosys.log.bulk import gc_paused
from ecosys.log.decoding import decoded
from ecosys.log.line import Line
from ecosys.log.release import RELEASES, broken_releases, read_lines, releases
from ecosys.seeding import seed, write
from ecosys.seeding.authoring import UNSAID, Edit, needs_reason, revisions
from ecosys.seeding.doubtful_names import moving_addresses
from ecosys.seeding.doubts import Known
from ecosys.seeding.plausibility import doubts
from ecosys.seeding.seed import Seed
from ecosys.values import clock as clocks
from ecosys.values import instant

SETTLED = (
    "What is doubted and right all the same says so itself: a note that names the amount, date or "
    "name settles it, as in note: 1500 is what the page says."
)
Why = Callable[[Edit], str]
"""Tells why an edit of a released event is right."""


@dataclass
class Report:
    """What a check found."""

    lines: list[str] = field(default_factory=list)
    faults: int = 0
    seeds: Sequence[Seed] = ()
    """What the seeds hold."""
    released: Sequence[Line] = ()
    """What the releases so far hold."""
    fresh: int = 0
    """How many of them no release holds."""

    def fault(self, text: str) -> None:
        """Note something that must be mended."""
        self.lines += text.split("\n")
        self.faults += 1


def check_file(path: Path) -> str:
    """Check one file alone; InvalidInput lists its faults."""
    if not path.is_file():
        raise InvalidInput(f"{path} does not exist.")
    return f"{path.name}: {len(seed.read_file(path))} events"


@gc_paused()
def check_folder(folder: Path, *, fix: bool = False, why: Why | None = None) -> Report:
    """Check all seeds of a checkout against each other and the released log.

    With `fix` corrections are appended for edits of released events; `why` tells what was wrong.
    """
    report = Report()
    lines = _released(folder)
    released_blocks = blocks(lines)
    seeds = seed.read_folder(folder, released_blocks)
    released = {event.id: event for event in released_blocks.values()}
    written = {each.event.id: each for each in seeds}
    for broken in broken_releases(releases(folder / RELEASES), lines):
        report.fault(broken)
    for id in sorted(_withheld(lines) & written.keys()):
        report.fault(f"{written[id].place}: {id} is withheld. Take it out of the seeds.")
    for id in released:
        if id not in written:
            report.fault(f"{id} is released and no longer stands in the seeds. Put it back.")
    edits = [
        Edit(released[id], each.event)
        for id, each in written.items()
        if id in released and released[id] is not each.event and released[id] != each.event
    ]
    if fix:
        _fix_all(report, edits, written, why)
    else:
        for edit in edits:
            _report_edit(report, edit, written)
    _check_fresh(report, [each for each in seeds if each.event.id not in released], released)
    report.seeds, report.released = seeds, lines
    report.fresh = sum(id not in released for id in written)
    report.lines.append(f"{len(seeds)} events, {report.fresh} not released, {report.faults} faults")
    return report


@gc_paused()
def _released(folder: Path) -> list[Line]:
    path = folder / "log.jsonl"
    return list(read_lines(path)) if path.is_file() else []


def _withheld(lines: Iterable[Line]) -> set[str]:
    """The ids of the released events whose texts are withheld."""
    return {json.loads(line.body)["id"] for line in lines if line.withheld is not None}


def blocks(lines: Iterable[Line]) -> dict[str, Event]:
    """The released events by their block, as a seed file holds it: they need not be read anew.

    Those whose texts are withheld stand in no seed file.
    """
    found = {}
    for line in lines:
        if line.withheld is not None:
            continue
        event, data = decoded(line.body), json.loads(line.body)
        found[write.block(event, data if data["version"] == event.version else None)] = event
    return found


def _check_fresh(report: Report, fresh: Sequence[Seed], released: Mapping[str, Event]) -> None:
    """Check what no release holds yet: would the log take it, and is it believed?"""
    now = clocks.system()
    for each, problem in refused(fresh, released, now):
        report.fault(f"{each.place}: {problem}")
    told = list(doubted(fresh, released, now)) if fresh else []
    for place, text in told:
        report.fault(f"{place}: {text}")
    if told:
        report.lines.append(SETTLED)


def _report_edit(report: Report, edit: Edit, written: dict[str, Seed]) -> None:
    report.fault(
        f"{written[edit.released.id].place}: {edit.released.id} is released; it cannot be edited "
        f"({', '.join(edit.changed)}). Put it back and append, or run ecosys check --fix:\n"
    )
    for event in revisions(edit, _today(), written):
        report.lines += write.block(event).split("\n")


def _fix_all(
    report: Report, edits: Sequence[Edit], written: dict[str, Seed], why: Why | None
) -> None:
    """Put released events back and append what says the same as the edits, each for a reason."""
    reasons = [_reason(edit, why) for edit in edits]  # before anything is written
    taken = set(written)
    for edit, reason in zip(edits, reasons, strict=True):
        new = revisions(edit, _today(), taken, reason)
        taken |= {event.id for event in new}
        place = written[edit.released.id]
        taken.add(_fix(edit, place, new, taken))
        report.lines.append(f"{place.place}: {edit.released.id} restored, {new[0].type} appended")


def _reason(edit: Edit, why: Why | None) -> str:
    """Why an edit is right, where what is appended for it says so."""
    if not needs_reason(edit):
        return UNSAID
    reason = why(edit).strip() if why else ""
    if not reason:
        raise InvalidInput(
            f"{edit.released.id} was wrong ({', '.join(edit.changed)}): nobody said why.",
            hint="Say it with --why; nothing was written.",
        )
    return reason


def _fix(edit: Edit, place: Seed, new: list[Event], taken: set[str]) -> str:
    """Put the released event back and append what says the same: the id of the edited one."""
    id = edit.released.id
    if new[0].type != "retracted":
        write.restore(place.path, id, edit.released, edit.changed)
        write.append(place.path, new)
        return id
    about = edit.written  # it speaks of another subject: it becomes another event
    other = free_id(id_of(about.type, about.subjects[0], plain(about)), taken)
    write.rename(place.path, id, other)
    write.append(place.path, [edit.released, *new])
    return other


def _today() -> str:
    return instant.day_of(clocks.system())


def refused(
    fresh: Sequence[Seed], released: Mapping[str, Event], now: int
) -> Iterator[tuple[Seed, str]]:
    """What the log would refuse of unreleased seeds: references and dates."""
    new = {each.event.id: each.event for each in fresh}
    positions = {id: position for position, id in enumerate(new)}
    find = ChainMap(new, dict(released)).get
    for each in fresh:
        try:
            guards.refuse_dangling([each.event], positions, now, find)
        except EcosysError as problem:
            yield each, str(problem)


def doubted(
    fresh: Sequence[Seed], released: Mapping[str, Event], now: int
) -> Iterator[tuple[str, str]]:
    """What is hard to believe of unreleased seeds, each with its place."""
    known = Known([*released.values(), *(each.event for each in fresh)])
    for each in fresh:
        for doubt in (*doubts(each.event, known, now), *moving_addresses(each.event)):
            yield each.place_of(*doubt.path), doubt.text
