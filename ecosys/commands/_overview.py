"""ecosys alone: how large the log is, how old, what changed and what dies."""

from typing import TYPE_CHECKING

from ecosys.commands._out import tell

if TYPE_CHECKING:
    from ecosys.moment import Moment
    from ecosys.timeline import Timeline


MAX_SHOWN = 15
"""How many changes and ends are shown."""


def overview(
    database: str | None = None,
    as_of: str | None = None,
    known_at: str | None = None,
    position: int | None = None,
    source: str | None = None,
) -> None:
    """Tell the size and age of the log, what changed in 7 days and what ends in 30."""
    from ecosys.commands._question import open_log

    timeline = open_log(database)
    moment = timeline.moment(as_of, known_at, position, source)
    _tell_size(timeline, moment)
    _tell_changes(timeline, moment)
    _tell_ends(timeline, moment)
    tell("ecosys --help lists what you can ask.")


def _tell_size(timeline: "Timeline", moment: "Moment") -> None:
    from ecosys.answers.sources import newest as newest_of
    from ecosys.values import instant

    newest = newest_of(timeline, moment)
    age = (timeline.log.clock() - newest) // instant.DAY
    ago = f"{age} day{'' if age == 1 else 's'} ago"
    recorded = instant.day_of(timeline.log.recorded_at(moment.position))
    tell(
        f"{moment.position:,} events; the newest was stated {instant.day_of(newest)}"
        f" ({ago}) and recorded {recorded}"
    )


def _tell_changes(timeline: "Timeline", moment: "Moment") -> None:
    from ecosys.answers.answer import to_plain
    from ecosys.answers.changes import ChangeRow, changes, notable
    from ecosys.commands._table import table
    from ecosys.commands.changes import left_out

    answer = changes(timeline, moment, "7d")
    rows = notable(answer.rows)
    tell("", f"Changed in 7 days: {len(rows)}")
    shown = to_plain(rows[:MAX_SHOWN], list[ChangeRow])
    table(shown, ("words", "channel", "occurred", "learned"))
    _tell_more(len(rows), "ecosys changes")
    if answer.left_out:
        tell(f"{left_out(answer.left_out)}: ecosys changes --all", "")


def _tell_ends(timeline: "Timeline", moment: "Moment") -> None:
    from ecosys.answers.answer import to_plain
    from ecosys.answers.deprecations import DeprecationRow, deprecations
    from ecosys.commands._table import table

    ends = deprecations(timeline, moment, channel="all", within_days=30).rows
    tell(f"Ends in 30 days: {len(ends)}")
    rows = to_plain(list(ends[:MAX_SHOWN]), list[DeprecationRow])
    table(rows, ("shutdown", "subject", "channel", "replacements"))
    _tell_more(len(ends), "ecosys deprecations --channel all --within 30d")


def _tell_more(count: int, command: str) -> None:
    """Tell how many are not shown, and what lists them."""
    if count > MAX_SHOWN:
        tell(f"... and {count - MAX_SHOWN} more: {command}")
