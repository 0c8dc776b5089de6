"""ecosys correct: put a statement right; the world did not change."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecosys.commands._options import Database

if TYPE_CHECKING:
    from ecosys.event import Event


def correct(
    context: typer.Context,
    event: Annotated[str, typer.Argument(help="The id of the event that was wrong.")],
    why: Annotated[str, typer.Option(help="What was wrong.")],
    fault: Annotated[str, typer.Option(help="ours, or source if its source said so.")] = "ours",
    since: Annotated[
        str | None, typer.Option("--since", help="With fault source: when the source put it right.")
    ] = None,
    to_log: Annotated[
        bool,
        typer.Option("--to-log", help="Append it to your own log; the seeds stay as they are."),
    ] = False,
    database: Database = None,
) -> None:
    """Correct fields of an event: ecosys correct openai-o3-price-2025-06-10 --input 2 --why ..."""
    from ecosys.commands._options import other_options
    from ecosys.commands._revising import revise
    from ecosys.seeding import authoring

    options = other_options(context)

    def build(wrong: "Event", id: str) -> dict[str, Any]:
        statement = authoring.corrected_fields(wrong, options)
        statement.pop("id")
        return {
            "type": "corrected",
            "id": id,
            "event": event,
            "statement": statement,
            "fault": fault,
            "why": why,
            **({"stated": since} if since else {}),
        }

    revise(event, "corrected", build, to_log=to_log, database=database)


correct.takes_any_option = True  # type: ignore[attr-defined]
