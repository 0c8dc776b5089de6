"""ecosys withhold: take the text of an event out of the log (for operators, when they must)."""

from typing import Annotated

import typer

from ecosys.commands._options import Database
from ecosys.commands._out import tell


def withhold(
    event: Annotated[str, typer.Argument(help="The id of the event.")],
    reason: Annotated[str, typer.Option(help="Why; it is published in the text's place.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it: the text is gone then.")] = False,
    released: Annotated[
        bool,
        typer.Option("--released", help="In a checkout: out of the log that is released next."),
    ] = False,
    database: Database = None,
) -> None:
    """Remove an event's text that must not be published; its hash stays, so that proofs hold."""
    from ecosys.commands._proving import open_own
    from ecosys.errors import InvalidInput
    from ecosys.log.withholding import withhold as take_out

    if not yes:
        raise InvalidInput(
            f"The text of {event} would be gone for ever.",
            hint="A wrong fact is corrected or retracted. Say --yes if it must not be published.",
        )
    if released:
        _withhold_released(event, reason)
        return
    timeline = open_own(database)
    position = take_out(timeline.log, event, reason)
    timeline.rebuild()
    tell(
        f"The text of {event}, position {position}, is withheld: {reason}",
        "Restart the servers: what they have read they keep. So do exports, mirrors and backups.",
    )


def _withhold_released(event: str, reason: str) -> None:
    """Write the released log of a checkout without a text; what was released keeps its roots."""
    from ecosys.commands._writing import checkout_seeds
    from ecosys.log.release import read_lines
    from ecosys.log.withholding import without
    from ecosys.seeding.files import replaced

    path = checkout_seeds() / "log.jsonl"
    lines = without(list(read_lines(path)), event, reason)
    with replaced(path) as out:
        out.writelines(f"{line.text}\n" for line in lines)
    tell(
        f"The text of {event} is not in {path.name} any more: {reason}",
        "Take it out of the seeds, and release. Logs that were filled before hold it until their "
        "operators withhold it; so do older packages, and the history of the checkout.",
    )
