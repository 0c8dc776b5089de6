"""ecosys proof: one event with what proves it, as a file for others."""

from pathlib import Path
from typing import Annotated

import typer

from ecosys.commands._options import Database
from ecosys.commands._out import tell


def proof(
    event: Annotated[str, typer.Argument(help="The id of the event, or its position.")],
    output: Annotated[
        Path | None, typer.Option(help="The file to write: NAME.tlog-proof; else it is shown.")
    ] = None,
    database: Database = None,
) -> None:
    """Prove that an event stands in the log: a file that is checked without a network."""
    from ecosys.commands._proving import open_notary
    from ecosys.errors import NotFound
    from ecosys.log.proof import offline
    from ecosys.seeding.files import replaced

    notary = open_notary(database)
    line = notary.log.find([event]).get(event)
    position = int(event) if line is None and event.isdecimal() else line and line.position
    if position is None or not 1 <= position <= notary.log.head().position:
        raise NotFound(f"{event} is neither an event of the log nor the position of one.")
    made = offline.prove(notary, position)
    if output is None:
        typer.echo(made.content, nl=False)
        return
    with replaced(output) as out:
        out.write(made.content)
    tell(f"Position {position} proved in {output}; ecosys verify --proof {output} checks it.")
