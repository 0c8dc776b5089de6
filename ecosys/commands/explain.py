"""ecosys explain: what rests on an event."""

from typing import Annotated

import typer

from ecosys.commands._options import AsOf, Database, Format, KnownAt, Position

COLUMNS = ("kind", "name", "subject", "at", "value", "what")


def explain(
    event: Annotated[str, typer.Argument(help="The id of an event.")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    form: Format = "table",
    database: Database = None,
) -> None:
    """Every metric and claim that rests on an event; metric NAME --explain goes the other way."""
    from ecosys.answers.dependents import dependents
    from ecosys.commands import _ask

    opened = _ask.timeline(database)
    at = _ask.moment(opened, as_of, known_at, position, None)
    _ask.show(dependents(opened, at, event), opened, at, form, COLUMNS)
