"""ecosys seed: fill the log from the release, or look at a draft."""

from typing import Annotated

import typer

from ecosys.commands._options import Database
from ecosys.commands._out import tell

MAX_LISTED = 10


def seed(
    context: typer.Context,
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Also take the unreleased YAML, into a scratch database."),
    ] = False,
    database: Database = None,
) -> None:
    """Bring the log up to the release that comes with the package; again adds nothing."""
    from ecosys import paths
    from ecosys.commands._options import named
    from ecosys.seeding.open import follow_release
    from ecosys.timeline import Timeline

    if draft:
        _draft(named(context, "database"))
        return
    timeline = Timeline.open(database or paths.default_database())
    done = follow_release(timeline)
    tell(f"{done.copied + done.appended} events added, {timeline.head().position} in the log")
    for id in done.kept[:MAX_LISTED]:
        tell(f"kept your own {id}: the release has other content under that id", err=True)
    if len(done.kept) > MAX_LISTED:
        tell(f"... and {len(done.kept) - MAX_LISTED} more of your own", err=True)


def _draft(database: str | None) -> None:
    """Fill a scratch database with the released and the unreleased events of a checkout."""
    import tempfile
    from pathlib import Path

    from ecosys.commands._draft import fill
    from ecosys.commands._writing import checkout_seeds
    from ecosys.timeline import Timeline

    path = database or str(Path(tempfile.mkdtemp(prefix="ecosys-")) / "draft.db")
    timeline = Timeline.open(path)
    added = fill(timeline, checkout_seeds())
    tell(f"{added} unreleased events over {timeline.head().position - added} released ones")
    tell(f"ask it with --database {path}")
