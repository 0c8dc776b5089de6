"""ecosys rebuild: make anew what is derived from the log."""

import typer

from ecosys.commands._options import Database


def rebuild(database: Database = None) -> None:
    """Make the index by subject anew from the recorded bytes, and check every hash on the way."""
    from ecosys.commands import _ask

    opened = _ask.timeline(database)
    checked = opened.log.check()
    opened.log.rebuild()
    typer.echo(f"{checked} events checked, the index by subject made anew")
