"""ecosys rebuild: make anew what is derived from the log."""

import typer

from ecosys.commands._options import Database


def rebuild(database: Database = None) -> None:
    """Make the index by subject anew from the recorded bytes, and check every hash on the way."""
    from ecosys.commands._question import open_log

    timeline = open_log(database, asked=False)
    checked = timeline.log.check()
    timeline.log.rebuild()
    typer.echo(f"{checked} events checked, the index by subject made anew")
