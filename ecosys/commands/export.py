"""ecosys export: the whole log as a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ecosys.commands._options import Database
from ecosys.commands._out import tell


def export(
    output: Annotated[Path, typer.Option(help="The file to write; - for standard output.")],
    database: Database = None,
) -> None:
    """Write the log as lines of canonical JSON: positions, times and bytes are kept."""
    from ecosys import paths
    from ecosys.commands._question import open_log
    from ecosys.log.engines import path_of
    from ecosys.seeding.files import replaced

    _refuse_log(output, path_of(database or paths.default_database()))
    timeline = open_log(database, asked=False)
    if str(output) == "-":
        for line in timeline.log.lines():
            sys.stdout.write(line.text + "\n")
        return
    with replaced(output) as out:
        count = sum(1 for line in timeline.log.lines() if out.write(line.text + "\n"))
    tell(f"{count} events written to {output}, root {timeline.log.root(count)}")


def _refuse_log(output: Path, database: Path) -> None:
    """Refuse to write over the log itself, or over what SQLite keeps beside it."""
    from ecosys.errors import InvalidInput

    parts = [database.with_name(database.name + end) for end in ("", "-wal", "-shm", "-journal")]
    for part in parts:
        exist = part.exists() and output.exists()
        if output.resolve() == part.resolve() or (exist and output.samefile(part)):
            raise InvalidInput(f"--output {output} is the log itself.", hint="Name another file.")
