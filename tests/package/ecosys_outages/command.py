"""ecosys outages: how long each subject did not answer."""

from typing import Annotated

import typer


def outages(
    database: Annotated[str, typer.Option(envvar="ECOSYS_DATABASE", help="An SQLite file.")],
) -> None:
    """The hours of all reported outages, subject by subject, with their days."""
    from ecosys import Timeline

    timeline = Timeline.open(database)
    for point in timeline.project("outage_hours", timeline.moment()).points:
        typer.echo(f"{point.subject}: {point.value} hours by {point.at}")
