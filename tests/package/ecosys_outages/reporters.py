"""ecosys reporters: who reported how many outages."""

from typing import Annotated

import typer


def reporters(
    database: Annotated[
        str | None, typer.Option(envvar="ECOSYS_DATABASE", help="An SQLite file or URL.")
    ] = None,
) -> None:
    """List who reported how many outages."""
    from ecosys import Timeline, paths

    from ecosys_outages.outage_reports import reports_by_voice

    timeline = Timeline.open(database or paths.default_database())
    for voice, reports in reports_by_voice(timeline, timeline.head().position).items():
        typer.echo(f"{voice}: {reports}")
