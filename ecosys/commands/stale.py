"""ecosys stale: what nobody has read again for long."""

from typing import Annotated

import typer

from ecosys.commands._options import AsOf, Database, Format, KnownAt, Position, Source

COLUMNS = ("subject", "channel", "what", "voice", "last_stated", "last_read", "age_days")


def stale(
    older_than: Annotated[str, typer.Option("--older-than", help="So many days: 45d.")] = "45d",
    subject: Annotated[str | None, typer.Argument(help="A provider or model.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    source: Source = None,
    form: Format = "table",
    database: Database = None,
) -> None:
    """Present prices and coming ends that nobody has said, confirmed or read for long."""
    from ecosys.answers.sources import stale as answer
    from ecosys.commands import _ask
    from ecosys.values.period import days

    opened = _ask.timeline(database)
    at = _ask.moment(opened, as_of, known_at, position, source)
    _ask.show(answer(opened, at, days(older_than), subject), opened, at, form, COLUMNS)
