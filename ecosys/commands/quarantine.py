"""ecosys quarantine: what importers held back, and decisions on it."""

from typing import Annotated

import typer

from ecosys.commands._question import Question, question

COLUMNS = ("id", "reason", "decision", "why")


@question
def quarantine(
    asked: Question,
    held_back: Annotated[
        str | None, typer.Argument(help="What to decide on; left out: all are listed.")
    ] = None,
    release: Annotated[
        bool, typer.Option("--release", help="Believe it: it is recorded as it was stated.")
    ] = False,
    reject: Annotated[bool, typer.Option("--reject", help="Do not believe it.")] = False,
    why: Annotated[str, typer.Option("--why", help="What the decision rests on.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="List what was decided on too.")] = False,
) -> None:
    """What importers held back, and why; ID --release or --reject decides on it."""
    from ecosys import paths
    from ecosys.answers import quarantine as answers
    from ecosys.commands._writing import append_to_log
    from ecosys.errors import InvalidInput
    from ecosys.log.log import Log
    from ecosys.timeline import Timeline

    timeline = asked.timeline
    if held_back is None:
        decision = None if all_ else answers.OPEN
        listed = asked.at("/v1/quarantine", decision=decision)
        listed.show(answers.quarantine(timeline, asked.moment, decision), COLUMNS)
        return
    if release == reject or not why:
        raise InvalidInput(
            "A decision is --release or --reject, and says --why.",
            hint=f"ecosys quarantine {held_back} --reject --why 'its own page says 1.35'",
        )
    if paths.overlay() is not None:  # it is not decided on what is laid over by the environment
        timeline = Timeline(Log(timeline.log.database))
    decided = answers.decide(timeline, held_back, "released" if release else "rejected", why)
    append_to_log(timeline, decided)
