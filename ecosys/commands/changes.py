"""ecosys changes: what is different from some days ago."""

from typing import Annotated

import typer

from ecosys.commands._options import (
    AsOf,
    Database,
    Format,
    KnownAt,
    Position,
    Source,
    With,
    Without,
)


def changes(
    since: Annotated[str, typer.Option(help="7d, 2w, 12h, a date or an instant.")] = "7d",
    subject: Annotated[str | None, typer.Argument(help="A provider or model.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    source: Source = None,
    form: Format = "table",
    without: Without = None,
    with_: With = None,
    database: Database = None,
) -> None:
    """What changed, in words: prices, shutdowns, launches, and what was put right."""
    from ecosys.answers.changes import changes as answer
    from ecosys.commands import _ask

    opened = _ask.timeline(database, without, with_)
    at = _ask.moment(opened, as_of, known_at, position, source)
    found = answer(opened, at, since, subject)
    _ask.show(found, opened, at, form, ("kind", "subject", "channel", "words"))
