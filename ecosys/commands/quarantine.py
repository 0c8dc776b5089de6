"""ecosys quarantine: what importers held back, and decisions on it."""

from typing import Annotated

import typer

from ecosys.commands._options import AsOf, Database, Format, KnownAt, Position, Source

COLUMNS = ("id", "reason", "decision", "why")


def quarantine(
    held_back: Annotated[
        str | None, typer.Argument(help="What to decide on; left out: all are listed.")
    ] = None,
    release: Annotated[
        bool, typer.Option("--release", help="Believe it: it is recorded as it was stated.")
    ] = False,
    reject: Annotated[bool, typer.Option("--reject", help="Do not believe it.")] = False,
    why: Annotated[str, typer.Option("--why", help="What the decision rests on.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="List what was decided on too.")] = False,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    source: Source = None,
    form: Format = "table",
    database: Database = None,
) -> None:
    """What importers held back, and why; ID --release or --reject decides on it."""
    from ecosys.answers import quarantine as answers
    from ecosys.commands import _ask
    from ecosys.commands._writing import append_to_log
    from ecosys.errors import InvalidInput

    opened = _ask.timeline(database)
    if held_back is None:
        at = _ask.moment(opened, as_of, known_at, position, source)
        decision = None if all_ else answers.OPEN
        _ask.show(answers.quarantine(opened, at, decision), opened, at, form, COLUMNS)
        return
    if release == reject or not why:
        raise InvalidInput(
            "A decision is --release or --reject, and says --why.",
            hint=f"ecosys quarantine {held_back} --reject --why 'its own page says 1.35'",
        )
    decided = answers.decide(opened, held_back, "released" if release else "rejected", why)
    append_to_log(opened, decided)
