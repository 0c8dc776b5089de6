"""ecosys export: the whole log as a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ecosys.commands._options import Database


def export(
    output: Annotated[Path, typer.Option(help="The file to write; - for standard output.")],
    database: Database = None,
) -> None:
    """Write the log as lines of canonical JSON: positions, times and bytes are kept."""
    from ecosys.commands._question import open_log
    from ecosys.seeding.files import replaced

    timeline = open_log(database)
    if str(output) == "-":
        for line in timeline.log.lines():
            sys.stdout.write(line.text + "\n")
        return
    with replaced(output) as out:
        count = sum(1 for line in timeline.log.lines() if out.write(line.text + "\n"))
    typer.echo(f"{count} events written to {output}, root {timeline.log.root(count)}")
