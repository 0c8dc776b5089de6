"""ecosys alone: how large the log is, how old, what changed and what dies."""

import typer


def overview() -> None:
    """Tell the size and age of the log, what changed in 7 days and what ends in 30."""
    from ecosys.answers.answer import to_plain
    from ecosys.answers.changes import ChangeRow, changes, notable
    from ecosys.answers.deprecations import DeprecationRow, deprecations
    from ecosys.commands import _ask
    from ecosys.values import instant

    opened = _ask.timeline(None)
    now = _ask.moment(opened, None, None, None, None)
    newest = opened.newest(now)
    age = (opened.log.clock() - newest) // instant.DAY
    ago = f"{age} day{'' if age == 1 else 's'} ago"
    typer.echo(
        f"{now.position:,} events; the newest was stated {instant.day_of(newest)}"
        f" ({ago}) and recorded {instant.day_of(opened.head().recorded_at)}"
    )
    changed = notable(changes(opened, now, "7d").rows)
    typer.echo(f"\nChanged in 7 days: {len(changed)}")
    _ask.table(to_plain(list(changed[:15]), list[ChangeRow]), ("words", "channel"))
    ending = deprecations(opened, now, channel="all", within_days=30).rows
    typer.echo(f"Ends in 30 days: {len(ending)}")
    rows = to_plain(list(ending[:15]), list[DeprecationRow])
    _ask.table(rows, ("shutdown", "subject", "channel", "replacements"))
    typer.echo("ecosys --help lists what you can ask.")
