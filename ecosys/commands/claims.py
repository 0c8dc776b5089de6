"""ecosys claims: what a document asserts, and what the facts say of it."""

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

COLUMNS = ("id", "priority", "statement", "stated", "computed", "verdict", "missing")


def claims(
    document: Annotated[str | None, typer.Argument(help="The slug of a document.")] = None,
    verdict: Annotated[
        str | None, typer.Option(help="Only claims of this verdict: does_not_hold ...")
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    source: Source = None,
    form: Format = "table",
    without: Without = None,
    with_: With = None,
    database: Database = None,
) -> None:
    """Check the claims of a document against the facts, as they are or were known."""
    from dataclasses import replace
    from typing import get_args

    from ecosys.answers.claims import claims as answer
    from ecosys.commands import _ask
    from ecosys.domain.verdicts import Verdict
    from ecosys.errors import InvalidInput
    from ecosys.values.words import suggest

    if verdict is not None and verdict not in get_args(Verdict):
        raise InvalidInput(f"{verdict} is not a verdict.", hint=suggest(verdict, get_args(Verdict)))
    opened = _ask.timeline(database, without, with_)
    at = _ask.moment(opened, as_of, known_at, position, source)
    found = answer(opened, at, document)
    rows = [row for row in found.rows if verdict in (None, row.verdict)]
    _ask.show(replace(found, rows=rows), opened, at, form, COLUMNS)
