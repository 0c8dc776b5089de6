"""ecosys seed: fill the log from the release, or look at a draft."""

from typing import Annotated

import typer

from ecosys.commands._options import Database

MOST_TOLD = 10


def seed(
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Also take the unreleased YAML, into a scratch database."),
    ] = False,
    database: Database = None,
) -> None:
    """Bring the log up to the release that comes with the package; again adds nothing."""
    from ecosys import paths
    from ecosys.commands import _ask
    from ecosys.timeline import Timeline

    if draft:
        _draft(database)
        return
    opened = Timeline.open(database or paths.default_database())
    done = _ask.seed(opened)
    typer.echo(f"{done.copied + done.appended} events added, {opened.head().position} in the log")
    for id in done.kept[:MOST_TOLD]:
        typer.echo(f"kept your own {id}: the release has other content under that id", err=True)
    if len(done.kept) > MOST_TOLD:
        typer.echo(f"... and {len(done.kept) - MOST_TOLD} more of your own", err=True)


def _draft(database: str | None) -> None:
    """Fill a scratch database with the released and the unreleased events of a checkout."""
    import tempfile
    from pathlib import Path

    from ecosys.commands import _ask
    from ecosys.commands._draft import fill
    from ecosys.timeline import Timeline

    path = database or str(Path(tempfile.mkdtemp(prefix="ecosys-")) / "draft.db")
    opened = Timeline.open(path)
    added = fill(opened, _ask.checkout_seeds())
    typer.echo(f"{added} unreleased events over {opened.head().position - added} released ones")
    typer.echo(f"ask it with --database {path}")
