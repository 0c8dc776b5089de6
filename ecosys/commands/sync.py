"""ecosys sync: the public sources, read anew."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecosys.commands._options import Database
from ecosys.commands._out import tell

if TYPE_CHECKING:
    from ecosys.importer import Importer
    from ecosys.ingest.archive import Archive
    from ecosys.ingest.run import Outcome
    from ecosys.timeline import Timeline

COLUMNS = ("source", "stated", "rows", "taken", "known", "held_back", "events")
CHANGES = ("kind", "subject", "channel", "words", "occurred", "learned")


def sync(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Slugs of sources; left out: all.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell in words what would change.")
    ] = False,
    propose: Annotated[
        Path | None,
        typer.Option(
            "--propose",
            help="Only write what is news into this seed file, as events to be looked at.",
        ),
    ] = None,
    database: Database = None,
) -> None:
    """Fetch the public sources and take in what they say now."""
    import tempfile

    from ecosys import paths
    from ecosys.commands import _proposing
    from ecosys.commands._question import open_log
    from ecosys.ingest.archive import Archive, archive_of
    from ecosys.log.engines import path_of

    timeline = open_log(database, asked=False)
    chosen = _chosen(sources or [])
    path = path_of(database or paths.default_database())
    if not dry_run and propose is None:
        _listed(_synced(timeline, chosen, Archive(archive_of(path))))
        return
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.db"
        copied = _copied(timeline, draft)
        archive = Archive(archive_of(draft))
        if propose is None:
            _tell(copied, _listed(_synced(copied, chosen, archive)))
        else:
            _proposing.propose(copied, lambda: _synced(copied, chosen, archive), propose)
        copied.log.database.close()


def _copied(timeline: "Timeline", path: Path) -> "Timeline":
    """The log in a file of its own."""
    from ecosys.log.release import restore
    from ecosys.log.sqlite import Sqlite
    from ecosys.timeline import Timeline

    database = timeline.log.database
    if isinstance(database, Sqlite):
        database.copy(path)
        return Timeline.open(path)
    copied = Timeline.open(path)
    restore(copied.log, list(timeline.log.lines()))
    return copied


def _chosen(sources: list[str]) -> "list[Importer]":
    from ecosys.importer import get_importer, importers

    if not sources:
        return [each for _, each in sorted(importers.items()) if each.fetched]
    return [get_importer(source) for source in sources]


def _synced(
    timeline: "Timeline", chosen: "list[Importer]", archive: "Archive"
) -> "list[tuple[str, Outcome]]":
    """Sync each source; one that cannot be had is told, and the others go on."""
    from ecosys.errors import EcosysError, Unavailable

    try:
        from ecosys.ingest.fetch import fetch
    except ModuleNotFoundError as problem:
        raise Unavailable(
            f"Fetching needs {problem.name}.", hint="pip install 'ecosys[sync]'"
        ) from None
    from ecosys.ingest.sync import sync as synced

    if mended := archive.mend():
        tell(mended, err=True)
    outcomes, failed = [], []
    for importer in chosen:
        try:
            outcomes.append((importer.source, synced(timeline, importer, archive, fetch)))
        except EcosysError as problem:
            failed += f"{importer.source}: {problem}".split("\n")
    tell(*failed, err=True)
    if failed and not outcomes:
        raise typer.Exit(1)
    return outcomes


def _listed(outcomes: "list[tuple[str, Outcome]]") -> "list[Outcome]":
    """What became of each source, shown as a table."""
    from ecosys.commands._table import table

    table([{**asdict(each), "source": source} for source, each in outcomes], COLUMNS)
    return [each for _, each in outcomes]


def _tell(copied: "Timeline", outcomes: "list[Outcome]") -> None:
    from ecosys.answers.changes import changes
    from ecosys.commands._question import Question
    from ecosys.commands.changes import left_out
    from ecosys.ingest.sync import instant_before

    if not outcomes:
        return
    at = copied.moment()
    answer = changes(copied, at, instant_before(outcomes))
    Question(copied, at, "table").show(answer, CHANGES)
    if answer.left_out:
        tell(left_out(answer.left_out))
    tell("This is what would change; nothing was written.")
