"""ecosys deprecations: what ends, and when."""

from typing import Annotated

import typer

from ecosys.commands._options import (
    AsOf,
    Channel,
    Database,
    Format,
    KnownAt,
    Position,
    Source,
    With,
    Without,
)

COLUMNS = (
    *("subject", "channel", "announced", "shutdown", "bound", "notice_days", "status"),
    *("replacements", "marks"),
)


def deprecations(
    subject: Annotated[
        str | None, typer.Argument(help="A provider or model; left out: all.")
    ] = None,
    within: Annotated[
        str | None, typer.Option(help="Only what ends within so many days: 90d.")
    ] = None,
    provider: Annotated[str | None, typer.Option(help="The same as SUBJECT.")] = None,
    channel: Channel = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    source: Source = None,
    form: Format = "table",
    without: Without = None,
    with_: With = None,
    database: Database = None,
) -> None:
    """What stops answering and when, with how much notice."""
    from ecosys.answers.deprecations import deprecations as answer
    from ecosys.commands import _ask
    from ecosys.values.period import days

    opened = _ask.timeline(database, without, with_)
    at = _ask.moment(opened, as_of, known_at, position, source)
    soon = days(within) if within is not None else None
    found = answer(opened, at, subject or provider, channel, soon)
    _ask.show(found, opened, at, form, COLUMNS)
