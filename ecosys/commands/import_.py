"""ecosys import: take in a file of a source."""

from pathlib import Path
from typing import Annotated

import typer

from ecosys.commands._options import Database

OWN = "ecosys"


def import_(
    source: Annotated[str, typer.Argument(help="Whose file it is: ecosys for an exported log.")],
    files: Annotated[list[Path], typer.Argument(help="The files.")],
    database: Database = None,
) -> None:
    """Take in an exported log: into an empty database, or one that is a prefix of it."""
    from ecosys.errors import InvalidInput
    from ecosys.progress import progress
    from ecosys.store import places
    from ecosys.store.release import read_lines, restore
    from ecosys.timeline import Timeline

    if source != OWN:
        raise InvalidInput(f"{source} is not a source that can be imported.", hint="Known: ecosys.")
    if len(files) != 1:
        raise InvalidInput("An exported log is one file.")
    lines = list(read_lines(files[0]))
    opened = Timeline.open(database or places.default_database())
    with progress("Copying the log") as told:
        count = restore(opened.log, lines, told)
    head = opened.head().position
    typer.echo(f"{count} events copied, {head} in the log, root {opened.log.root(head)}")
