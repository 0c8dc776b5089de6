"""ecosys retract: withdraw a statement that was wrong."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecosys.commands._options import Database

if TYPE_CHECKING:
    from ecosys.event import Event


def retract(
    event: Annotated[str, typer.Argument(help="The id of the event that was wrong.")],
    why: Annotated[str, typer.Option(help="What was wrong.")],
    fault: Annotated[str, typer.Option(help="ours, or source if its source said so.")] = "ours",
    since: Annotated[
        str | None, typer.Option("--since", help="With fault source: when the source withdrew it.")
    ] = None,
    to_log: Annotated[
        bool,
        typer.Option("--to-log", help="Append it to your own log; the seeds stay as they are."),
    ] = False,
    database: Database = None,
) -> None:
    """Withdraw an event, or a correction: that revives what it corrected."""
    from ecosys.commands._revising import revise

    def build(wrong: "Event", id: str) -> dict[str, Any]:
        return {
            "type": "retracted",
            "id": id,
            "event": wrong.id,
            "fault": fault,
            "why": why,
            **({"stated": since} if since else {}),
        }

    revise(event, "retracted", build, to_log=to_log, database=database)
