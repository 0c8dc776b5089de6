"""ecosys sync: the public sources, read anew."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ecosys.commands._options import Database

if TYPE_CHECKING:
    from ecosys.importer import Importer
    from ecosys.importing.keep import Keep
    from ecosys.importing.run import Outcome
    from ecosys.timeline import Timeline

COLUMNS = ("source", "stated", "rows", "taken", "known", "held_back", "events")
CHANGES = ("kind", "subject", "channel", "words")


def sync(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Slugs of sources; left out: all.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell in words what would change.")
    ] = False,
    database: Database = None,
) -> None:
    """Fetch the public sources and take in what they say now."""
    import tempfile
    from pathlib import Path

    from ecosys.commands import _ask
    from ecosys.importing.keep import Keep, beside
    from ecosys.store import places
    from ecosys.store.sqlite import Sqlite
    from ecosys.timeline import Timeline, path_of

    opened = _ask.timeline(database)
    chosen = _chosen(sources or [])
    path = path_of(database or places.default_database())
    if not dry_run:
        _synced(opened, chosen, Keep(beside(path)))
        return
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.db"
        Sqlite(path).copy(draft)
        copied = Timeline.open(draft)
        outcomes = _synced(copied, chosen, Keep(beside(draft)))
        _tell(copied, outcomes)
        copied.log.database.close()


def _chosen(sources: list[str]) -> "list[Importer]":
    from ecosys.errors import InvalidInput
    from ecosys.importer import importers, of_source
    from ecosys.registry import suggest

    if not sources:
        return [each for _, each in sorted(importers.items()) if each.fetched]
    chosen = []
    for source in sources:
        importer = of_source(source)
        if importer is None:
            known = [each.source for each in importers.values()]
            raise InvalidInput(f"{source} is not a source.", hint=suggest(source, known))
        chosen.append(importer)
    return chosen


def _synced(opened: "Timeline", chosen: "list[Importer]", keep: "Keep") -> "list[Outcome]":
    """Sync each source; one that cannot be had is told, and the others go on."""
    from ecosys.commands import _ask
    from ecosys.errors import EcosysError, Unavailable

    try:
        from ecosys.importing.fetch import fetch
    except ModuleNotFoundError as problem:
        raise Unavailable(
            f"Fetching needs {problem.name}.", hint="pip install 'ecosys[sync]'"
        ) from None
    from ecosys.importing.sync import sync as synced

    outcomes, failed = [], []
    for importer in chosen:
        try:
            outcomes.append((importer.source, synced(opened, importer, keep, fetch)))
        except EcosysError as problem:
            failed.append(f"{importer.source}: {problem}")
    _ask.table([{**asdict(each), "source": source} for source, each in outcomes], COLUMNS)
    for line in failed:
        typer.echo(line, err=True)
    if failed and not outcomes:
        raise typer.Exit(1)
    return [each for _, each in outcomes]


def _tell(copied: "Timeline", outcomes: "list[Outcome]") -> None:
    from ecosys.answers.changes import changes
    from ecosys.commands import _ask
    from ecosys.importing.sync import before

    if not outcomes:
        return
    at = copied.moment()
    _ask.show(changes(copied, at, before(outcomes)), copied, at, "table", CHANGES)
    typer.echo("This is what would change; nothing was written.")
