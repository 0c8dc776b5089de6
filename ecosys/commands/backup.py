"""ecosys backup: the whole database as one file."""

from pathlib import Path
from typing import Annotated

import typer

from ecosys.commands._options import Database
from ecosys.commands._out import tell


def backup(
    file: Annotated[Path, typer.Argument(help="The new file.")],
    database: Database = None,
) -> None:
    """Copy the database to a new file, while others write on, and prove the copy."""
    from ecosys.commands._proving import open_own
    from ecosys.log.backup import back_up

    timeline = open_own(database)
    end = back_up(timeline.log.database, file)
    tell(f"{end.position} events, all checked, in {file}, root {timeline.log.root(end.position)}")
