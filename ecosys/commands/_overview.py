"""ecosys alone: how large the log is, how old, what changed and what dies."""

import typer


def overview() -> None:
    """Tell the size and age of the log, what changed in 7 days and what ends in 30."""
    from ecosys.answers.answer import to_plain
    from ecosys.answers.changes import ChangeRow, changes, notable
    from ecosys.answers.deprecations import DeprecationRow, deprecations
    from ecosys.commands import _show
    from ecosys.commands._question import open_log
    from ecosys.values import instant

    timeline = open_log(None)
    now = timeline.moment()
    newest = timeline.newest(now)
    age = (timeline.log.clock() - newest) // instant.DAY
    ago = f"{age} day{'' if age == 1 else 's'} ago"
    typer.echo(
        f"{now.position:,} events; the newest was stated {instant.day_of(newest)}"
        f" ({ago}) and recorded {instant.day_of(timeline.head().recorded_at)}"
    )
    changed = notable(changes(timeline, now, "7d").rows)
    typer.echo(f"\nChanged in 7 days: {len(changed)}")
    _show.table(to_plain(list(changed[:15]), list[ChangeRow]), ("words", "channel"))
    ending = deprecations(timeline, now, channel="all", within_days=30).rows
    typer.echo(f"Ends in 30 days: {len(ending)}")
    rows = to_plain(list(ending[:15]), list[DeprecationRow])
    _show.table(rows, ("shutdown", "subject", "channel", "replacements"))
    typer.echo("ecosys --help lists what you can ask.")
