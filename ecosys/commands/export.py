"""ecosys export: the whole log as a file, as tiles, or as tables in the formats of others."""

import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from ecosys.commands._options import Database
from ecosys.commands._out import tell

if TYPE_CHECKING:
    from ecosys.log.log import Log


def export(
    output: Annotated[
        Path | None,
        typer.Option(help="The file to write; - for standard output. With --format a folder."),
    ] = None,
    format: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help="parquet, csv, sqlite, ndjson (CloudEvents), cle or openeox; again: that one too.",
            metavar="FORMAT",
        ),
    ] = None,
    tiles: Annotated[
        Path | None,
        typer.Option(help="The folder to write its tiles and signed checkpoint to."),
    ] = None,
    database: Database = None,
) -> None:
    """Write the log as lines of canonical JSON, with positions, times and bytes; or as tiles.

    With --format what it holds as tables, for other programs, with a datapackage.json that tells
    of columns, licence, checksums and how far the log went.
    """
    from ecosys.errors import InvalidInput

    if (output is None) == (tiles is None):
        raise InvalidInput("Name one: --output FILE, or --tiles FOLDER.")
    if format and tiles:
        raise InvalidInput("Tiles have no --format.", hint="Name --output FOLDER.")
    if format and output is not None:
        _write_tables(output, format, database)
    elif output is not None:
        _write_lines(output, database)
    elif tiles is not None:
        _write_tiles(tiles, database)


def _write_tables(folder: Path, formats: list[str], database: str | None) -> None:
    from ecosys.answers.dataset.package import export as write
    from ecosys.answers.dataset.source import Source
    from ecosys.commands._question import open_log
    from ecosys.log.bulk import gc_paused

    timeline = open_log(database, asked=False)
    source = Source(timeline, timeline.moment())
    with gc_paused():
        written = write(source, formats, folder)
    log = source.log
    tell(f"{len(written)} files of {log.position} events written to {folder}, root {log.root}")


def _write_tiles(folder: Path, database: str | None) -> None:
    from ecosys.commands._proving import open_notary
    from ecosys.log.proof.export import export_tiles

    made = export_tiles(open_notary(database), folder)
    tell(f"{made.size} events of {made.origin} written to {folder}, root {made.root.hex()}")


def _write_lines(output: Path, database: str | None) -> None:
    from ecosys import paths
    from ecosys.commands._question import open_log
    from ecosys.log.engines import path_of
    from ecosys.seeding.files import replaced

    _refuse_log(output, path_of(database or paths.default_database()))
    log = open_log(database, asked=False).log
    if str(output) == "-":
        _write_checked(log, sys.stdout)
        return
    with replaced(output) as out:
        count = _write_checked(log, out)
    tell(f"{count} events written to {output}, root {log.root(count)}")


def _write_checked(log: "Log", out: IO[str]) -> int:
    """Write the lines, and how many there are. Damaged, if they do not give the root of the log."""
    from ecosys.errors import Damaged
    from ecosys.log.merkle import Frontier

    count, frontier = log.head().position, Frontier()
    for line in log.lines(upto=count):
        out.write(line.text + "\n")
        frontier.extend([line.leaf])
    if frontier.root.hex() != log.root(count):
        raise Damaged(
            "The bytes of the log do not give its root: they are not what was recorded.",
            hint="`ecosys verify` names where; take a backup.",
        )
    return count


def _refuse_log(output: Path, database: Path) -> None:
    """Refuse to write over the log itself, or over what SQLite keeps beside it."""
    from ecosys.errors import InvalidInput

    parts = [database.with_name(database.name + end) for end in ("", "-wal", "-shm", "-journal")]
    for part in parts:
        exist = part.exists() and output.exists()
        if output.resolve() == part.resolve() or (exist and output.samefile(part)):
            raise InvalidInput(f"--output {output} is the log itself.", hint="Name another file.")
