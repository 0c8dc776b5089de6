"""ecosys publish: a static site of what the API answers."""

from pathlib import Path
from typing import Annotated

import typer

from ecosys.commands._options import Database
from ecosys.commands._out import tell

PUBLISHER = "ecosys_api.publishing:publish"
"""What publishes; named here, as the library imports nothing of the API."""


def publish(
    folder: Annotated[Path, typer.Argument(help="The folder of the site.")],
    days: Annotated[
        list[str] | None,
        typer.Option(
            help="Days for which the layouts of other tools are written too: 2025-06-01, or "
            "2025-06-01..2025-06-30; again: those too."
        ),
    ] = None,
    format: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help="A format of the data files: parquet, csv, sqlite, ndjson, cle, openeox; again: "
            "that one too. Default: parquet, cle and openeox.",
            metavar="FORMAT",
        ),
    ] = None,
    keep: Annotated[
        int | None, typer.Option(min=1, help="How many publications stay; left out: all.")
    ] = None,
    database: Database = None,
) -> None:
    """Write a static site: answers, feeds, data files and the log, for any server of files.

    v1 is the newest publication; each also keeps a name of its own, by position and day. Run again
    it writes only what changed; whoever reads meanwhile sees the old site or the new one.
    """
    from pkgutil import resolve_name

    from ecosys.log.bulk import gc_paused

    chosen = {"formats": format} if format else {}
    with gc_paused():
        made = resolve_name(PUBLISHER)(database, folder, days=days or (), keep=keep, **chosen)
    tell(f"{made.files} files as {made.key} in {folder}, {made.written} of them new")
