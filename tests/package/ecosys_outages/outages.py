"""ecosys outages: the outages of a subject, the latest first."""

from typing import Annotated

import typer


def outages(
    subject: Annotated[str, typer.Argument(help="A subject and all beneath it: openai.")],
    database: Annotated[
        str | None, typer.Option(envvar="ECOSYS_DATABASE", help="An SQLite file or URL.")
    ] = None,
) -> None:
    """List the outages that a provider reported."""
    from ecosys import Timeline, paths

    from ecosys_outages.reports import reports

    timeline = Timeline.open(database or paths.default_database())
    for row in reports(timeline, timeline.moment(), subject).rows:
        typer.echo(f"{row.day} {row.subject}: {row.hours} hours")
