"""Open: the one way in which a timeline is opened to be asked, filled from the release first."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from enum import Enum
from pathlib import Path

from ecosys import paths
from ecosys.errors import InvalidInput, Locked, Unwritable
from ecosys.event import Event
from ecosys.log.engines import path_of
from ecosys.log.log import Log
from ecosys.log.memory import LinesLog
from ecosys.log.release import (
    RELEASES,
    Release,
    Seeded,
    follow,
    is_unfinished,
    last_line,
    read_lines,
    released_log,
    releases,
)
from ecosys.seeding.progress import progress, told_if_slow
from ecosys.timeline import Timeline
from ecosys.timeline.copied import open_copied, primary_of, wait_for
from ecosys.values import clock as clocks
from ecosys.values.clock import Clock

WAITING = "Another ecosys writes to the log: waiting until it is done."

COPY_SECONDS = 60.0
"""How long a copy is waited for that has not all that its log held as it was opened."""
TURNS = 10
"""How often it is waited for who fills an empty log."""


class Fill(Enum):
    """When a log follows the installed release as it is opened."""

    NEVER = "never"
    IF_EMPTY = "if empty"
    """Or if an old version was stopped while it filled it."""
    ALWAYS = "always"


def open_timeline(
    database: str | Path | None = None,
    clock: Clock = clocks.system,
    *,
    fill: Fill = Fill.IF_EMPTY,
    without: Sequence[str] = (),
    overlay: Path | None = None,
    asked: bool = True,
    show_progress: bool = True,
    read_database: str | Path | None = None,
) -> Timeline:
    """Open the log of a database, filled from the release as asked; None: that of the data folder.

    With `read_database`, a replica of it, that is asked, and what is appended goes to the database.
    With events left out, or laid over by a file or by ECOSYS_OVERLAY, the timeline answers what
    they would make of it. One that is not `asked` but written to is the log itself.
    """
    path = database or paths.default_database()
    timeline = (
        open_copied(path, read_database, clock) if read_database else Timeline.open(path, clock)
    )
    written = primary_of(timeline)
    if fill is Fill.ALWAYS or (fill is Fill.IF_EMPTY and is_unfinished(written.log)):
        _fill(written, fill, show_progress=show_progress)
    if written is not timeline:
        wait_for(timeline, written.head().position, COPY_SECONDS)
    own = paths.overlay()
    if own and asked and not own.is_file():
        raise InvalidInput(f"ECOSYS_OVERLAY names {own}, which is no file.")
    files = [path for path in (overlay, own) if path and asked]
    events = _laid_over(files) if files else []
    return timeline.what_if(without, events) if without or events else timeline


def is_filled(database: str | Path | None) -> bool:
    """Whether there is a database with something in it; None: that of the data folder."""
    path = path_of(database or paths.default_database())
    return path.is_file() and path.stat().st_size > 0


def read_release(clock: Clock = clocks.system) -> Timeline:
    """The installed release in memory: for who asks once, and writes nothing anywhere."""
    return Timeline(LinesLog(read_lines(released_log()), clock))


def _laid_over(files: Sequence[Path]) -> list[Event]:
    from ecosys.seeding.seed import read_file  # without files nothing of YAML is loaded

    return [each.event for path in files for each in read_file(path)]


def _fill(timeline: Timeline, fill: Fill, *, show_progress: bool) -> None:
    """Fill a log, once whoever else is at it is done: it may then be filled already.

    One that cannot be written answers as it is, unless that were as of a part of a release.
    """
    try:
        with _alone(timeline, show_progress=show_progress):
            if fill is Fill.ALWAYS or is_unfinished(timeline.log):
                follow_release(timeline, show_progress=show_progress)
    except Unwritable:
        if is_unfinished(timeline.log):
            raise Unwritable(
                f"{timeline.log.database} holds {timeline.head().position} events, not all of a "
                "release, and cannot be written.",
                hint="Copy it to where you may write, and name the copy with --database.",
            ) from None


def follow_release(timeline: Timeline, *, show_progress: bool = True) -> Seeded:
    """Bring a log up to the installed release; a progress bar shows what takes over a second."""
    with _alone(timeline, show_progress=show_progress):
        lines = list(read_lines(released_log()))
        with progress("Filling the log") if show_progress else nullcontext() as report:
            return follow(timeline.log, lines, report)


@contextmanager
def _alone(timeline: Timeline, *, show_progress: bool) -> Iterator[None]:
    """A transaction that no other writer can enter; it is told if another is waited for.

    Who fills an empty log may take longer than a writer is waited for otherwise.
    """
    with ExitStack() as stack:
        with told_if_slow(WAITING) if show_progress else nullcontext():
            for turn in range(TURNS, 0, -1):
                try:
                    stack.enter_context(timeline.log.database.writing())
                    break
                except Locked:
                    if turn == 1 or not is_unfinished(timeline.log):
                        raise
        yield


def newer_release(timeline: Timeline) -> Release | None:
    """The installed release, if the log began as a release and does not hold what this one does."""
    path = released_log()
    past = releases(path.with_name(RELEASES))
    log = Log(timeline.log.database)  # also of a what-if, which may leave out any event
    if not past or log.find([json.loads(last_line(path).body)["id"]]):
        return None
    began = next(log.lines(upto=1), None) == next(read_lines(path))
    return past[-1] if began else None
