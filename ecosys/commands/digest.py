"""ecosys digest: the last week that is over, in a page."""

import typer

from ecosys.commands._options import AsOf, Database, KnownAt, Position, Source


def digest(
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    source: Source = None,
    database: Database = None,
) -> None:
    """Write a week as Markdown: what ends next, which prices changed, what was launched, put right.

    It is the last week that is over, as it was known on its Sunday. A server gives the same at
    /feeds/weekly.md, and the last weeks as a feed.
    """
    from ecosys.answers.feeds.digest import digest as last_week
    from ecosys.answers.feeds.digest import to_markdown
    from ecosys.commands._question import open_log

    timeline = open_log(database)
    moment = timeline.moment(as_of, known_at, position, source)
    typer.echo(to_markdown(last_week(timeline, moment)), nl=False)
