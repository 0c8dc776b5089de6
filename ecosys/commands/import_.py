"""ecosys import: take in a file of a source."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecosys.commands._options import Database, Keys
from ecosys.commands._out import tell

if TYPE_CHECKING:
    from ecosys.importer import Importer
    from ecosys.timeline import Timeline

OWN = "ecosys"
MAX_LISTED = 20
SUMMED = ("rows", "taken", "known", "held_back")
COLUMNS = ("name", "stated", *SUMMED, "events")


def import_(
    source: Annotated[
        str, typer.Argument(help="Whose files they are: a source's slug; ecosys: exported logs.")
    ],
    files: Annotated[list[Path] | None, typer.Argument(help="The files.")] = None,
    stated: Annotated[
        str | None,
        typer.Option(
            "--stated", help="The day on which one file was stated; else that in each name."
        ),
    ] = None,
    tiles: Annotated[
        str | None,
        typer.Option(help="With ecosys: follow the log whose tiles are at this address or folder."),
    ] = None,
    segment: Annotated[
        bool,
        typer.Option(
            "--segment", help="Keep the figures of a large file in one Parquet file, by one event."
        ),
    ] = False,
    key: Keys = None,
    database: Database = None,
) -> None:
    """Take in files of a public source with their days, or an exported log, or follow a log."""
    from ecosys.errors import InvalidInput
    from ecosys.importer import get_importer

    if tiles is not None and (source != OWN or files):
        raise InvalidInput(
            "--tiles goes with ecosys and no file: ecosys import ecosys --tiles URL."
        )
    if tiles is None and not files:
        raise InvalidInput("Name the files to take in.")
    if tiles is not None:
        _follow(tiles, key or [], database)
    elif source == OWN:
        _restore(files or [], database)
    elif segment:
        _keep(get_importer(source, [OWN]), files or [], stated, database)
    else:
        _take(get_importer(source, [OWN]), files or [], stated, database)


def _follow(source: str, keys: list[str], database: str | None) -> None:
    from ecosys import paths
    from ecosys.commands._proving import NOT_CHECKED, log_at
    from ecosys.log.proof.mirror import follow_tiles
    from ecosys.log.proof.note import Verifier
    from ecosys.seeding.progress import progress
    from ecosys.timeline import Timeline

    trusted = [Verifier.read(each) for each in keys]
    timeline = Timeline.open(database or paths.default_database())
    with progress("Following the log") as report:
        count = follow_tiles(timeline.log, log_at(source), trusted, report)
    _told(count, timeline)
    if not trusted:
        tell(NOT_CHECKED, err=True)


def _restore(files: list[Path], database: str | None) -> None:
    from ecosys import paths
    from ecosys.errors import InvalidInput
    from ecosys.log.release import read_lines, restore
    from ecosys.seeding.progress import progress
    from ecosys.timeline import Timeline

    if len(files) != 1:
        raise InvalidInput("An exported log is one file.")
    lines = list(read_lines(files[0]))
    timeline = Timeline.open(database or paths.default_database())
    with progress("Copying the log") as report:
        count = restore(timeline.log, lines, report)
    _told(count, timeline)


def _keep(
    importer: "Importer", files: list[Path], stated: str | None, database: str | None
) -> None:
    """Name a segment for each file, and tell what of it is held back."""
    from tempfile import TemporaryDirectory

    from ecosys.answers.observations import naming, rows
    from ecosys.commands._question import open_log
    from ecosys.commands._writing import append_to_log
    from ecosys.ingest.snapshots import snapshots
    from ecosys.paths import segments
    from ecosys.values import clock as clocks
    from ecosys.values import instant

    timeline = open_log(database, asked=False)
    for snapshot in snapshots(files, stated):
        read = importer.rows(snapshot.payload, str(snapshot.stated))
        cited = {"source": importer.source, "read": str(snapshot.stated), "title": snapshot.name}
        with TemporaryDirectory() as folder:
            path = Path(folder, f"{snapshot.stated}.parquet")
            given = {
                "subject": importer.source,
                **rows.write(read, path),
                "sources": [{**cited, "sha256": snapshot.digest}],
            }
            day = instant.day_of(clocks.system())
            event, contents = naming.name(path, given, segments(), day)
        append_to_log(timeline, [event])
        problems = [f"{row.key}: {row.problem}" for row in read if row.problem is not None]
        for problem in problems[:MAX_LISTED]:
            tell(f"left out {problem}", err=True)
        more = f", {len(problems):,} left out" if problems else ""
        tell(f"{contents.rows:,} figures of {contents.subjects:,} subjects{more}")


def _told(count: int, timeline: "Timeline") -> None:
    head = timeline.head().position
    tell(f"{count} events copied, {head} in the log, root {timeline.log.root(head)}")


def _take(
    importer: "Importer", files: list[Path], stated: str | None, database: str | None
) -> None:
    from ecosys import paths
    from ecosys.commands._question import open_log
    from ecosys.commands._table import table
    from ecosys.ingest.archive import Archive, archive_of
    from ecosys.ingest.overlap import name_overlap
    from ecosys.ingest.run import run
    from ecosys.ingest.snapshots import snapshots
    from ecosys.log.engines import path_of
    from ecosys.seeding.progress import progress

    timeline = open_log(database, asked=False)
    archive = Archive(archive_of(path_of(database or paths.default_database())))
    if mended := archive.mend():
        tell(mended, err=True)
    given = snapshots(files, stated)
    with progress(f"Importing {importer.source}") as report:
        outcomes = list(run(timeline, importer, given, archive, report, len(files)))
    table([asdict(each) for each in outcomes], COLUMNS)
    problems = list(dict.fromkeys(each for outcome in outcomes for each in outcome.problems))
    for problem in problems[:MAX_LISTED]:
        tell(f"held back {problem}", err=True)
    if len(problems) > MAX_LISTED:
        more = len(problems) - MAX_LISTED
        tell(f"... and {more} more: ecosys quarantine --source {importer.source}", err=True)
    rows, taken, known, back = (
        sum(getattr(outcome, name) for outcome in outcomes) for name in SUMMED
    )
    tell(f"{rows:,} rows: {taken:,} taken, {known:,} known, {back:,} held back")
    tell(name_overlap(timeline, importer.source).describe())
