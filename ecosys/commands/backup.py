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
    """Copy the database as it is to a new file, while others write on, and prove the copy."""
    from ecosys import paths
    from ecosys.errors import NotFound
    from ecosys.log.backup import back_up
    from ecosys.log.engines import as_it_is, is_made
    from ecosys.log.log import Log

    url = database or paths.default_database()
    if not is_made(url):
        raise NotFound(f"{url} holds no log yet.", hint="The first question fills one.")
    opened = as_it_is(url)
    end = back_up(opened, file)
    root = Log(opened).root(end.position)
    tell(f"{end.position} events, all checked, in {file}, root {root}")
