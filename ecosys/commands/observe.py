"""ecosys observe: name a file of many figures in your log."""

from pathlib import Path
from typing import Annotated

import typer

from ecosys.commands._options import Database
from ecosys.commands._out import tell


def observe(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(help="A Parquet file with the columns subject, day and value."),
    ] = None,
    subject: Annotated[
        str | None, typer.Argument(help="What the figures belong to as a whole: pypi.")
    ] = None,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Only get the files on the web that the log names.")
    ] = False,
    database: Database = None,
) -> None:
    """Name a file of figures: ecosys observe FILE pypi --metric pypi_downloads --kind flow ...

    The file is checked, copied into the folder of segments under its hash, and named by one event;
    its figures then answer as if each were one. --metric, --kind, --unit and --source are wanted,
    --period of a flow; --address where the file is kept on the web. A file that corrects another:
    ecosys correct, with the address, hash, rows and days that this command tells.
    """
    from ecosys.answers.observations import naming
    from ecosys.commands._options import other_options
    from ecosys.commands._question import open_log
    from ecosys.commands._writing import append_to_log
    from ecosys.errors import InvalidInput
    from ecosys.paths import segments
    from ecosys.seeding import authoring
    from ecosys.values import clock as clocks
    from ecosys.values import instant

    options = other_options(context)
    if fetch:
        _fetch(database)
        return
    if file is None or subject is None:
        raise InvalidInput("There is no file, or nothing that its figures belong to.")
    if not file.is_file():
        raise InvalidInput(f"{file} is no file.")
    day = instant.day_of(clocks.system())
    timeline = open_log(database, asked=False)
    known = authoring.hosts([record.event for record in timeline.records()])
    given = authoring.fields(naming.TYPE, subject, options, day, known)
    if "id" not in options:
        del given["id"]  # the days and the hash of the file are a part of it
    event, contents = naming.name(file, given, segments(), day)
    append_to_log(timeline, [event])
    tell(f"{contents.rows:,} figures of {contents.subjects:,} subjects")


def _fetch(database: str | None) -> None:
    from ecosys.answers.observations import folder
    from ecosys.commands._question import open_log
    from ecosys.events.segment_named import SegmentNamed
    from ecosys.ingest.fetch import fetch
    from ecosys.paths import segments

    timeline = open_log(database, asked=False)
    for held in timeline.held(timeline.moment(), "segment_named"):
        named = held.event
        assert isinstance(named, SegmentNamed)
        is_remote = named.address.startswith("https://")
        if not is_remote or folder.place(named, segments()).is_file():
            continue
        got = fetch(named.address)
        assert got is not None
        folder.keep([got.payload], named.sha256, segments(), named.address)
        tell(f"{named.address}: {named.rows:,} figures")


observe.takes_any_option = True  # type: ignore[attr-defined]
