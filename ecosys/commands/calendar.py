"""ecosys calendar: what ends, and what will cost something else, for a calendar."""

from typing import Annotated

import typer

from ecosys.commands._options import AsOf, Channel, Database, KnownAt, Position, Source


def calendar(
    model: Annotated[
        list[str] | None, typer.Argument(help="Models or providers; left out: all.")
    ] = None,
    provider: Annotated[str | None, typer.Option(help="The same as one of MODEL.")] = None,
    channel: Channel = None,
    within: Annotated[
        str | None, typer.Option(help="Only from today on, and so many days: 90d.")
    ] = None,
    alarm: Annotated[
        list[str] | None,
        typer.Option(help="How long before there is an alarm; again: then too. 30d and 7d."),
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    source: Source = None,
    database: Database = None,
) -> None:
    """Write the dates that were set ahead as iCalendar: `ecosys calendar openai > openai.ics`.

    A server gives the same at /feeds/calendar.ics, to be subscribed to.
    """
    from ecosys.answers.feeds.calendar import calendar as dates
    from ecosys.answers.feeds.icalendar_form import ALARMS, TITLE, to_icalendar
    from ecosys.commands._question import open_log
    from ecosys.values.period import days

    alarms = tuple(map(days, alarm or ())) or ALARMS
    soon = None if within is None else days(within)
    timeline = open_log(database)
    moment = timeline.moment(as_of, known_at, position, source)
    names = (*(model or ()), *([provider] if provider else []))
    entries = dates(timeline, moment, names, channel, soon)
    typer.echo(to_icalendar(entries, TITLE, alarms), nl=False)
