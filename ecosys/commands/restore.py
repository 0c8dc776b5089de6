"""ecosys restore: a database from its backup, with proof that nothing is missing."""

from pathlib import Path
from typing import Annotated

import typer

from ecosys.commands._options import Database
from ecosys.commands._out import tell

OTHERWISE = (
    "Nothing was restored: take another backup, or what is missing from a mirror. To go on without "
    "it, move {}/checkpoint away: whoever kept that checkpoint then sees another log."
)


def restore(
    file: Annotated[Path, typer.Argument(help="What ecosys backup wrote.")],
    checkpoint: Annotated[
        Path | None,
        typer.Option(help="A checkpoint that was kept elsewhere, which the log must go on from."),
    ] = None,
    database: Database = None,
) -> None:
    """Make a database of a backup: checked whole, and against the last checkpoint signed of it."""
    from ecosys import paths
    from ecosys.errors import Damaged, InvalidInput, Refused
    from ecosys.log.backup import restore as restore_log
    from ecosys.log.engines import path_of, url_of
    from ecosys.log.proof import checkpoint as checkpoints
    from ecosys.log.proof import note
    from ecosys.log.proof.keys import Keys, folder_of

    url = url_of(database or paths.default_database())
    if not url.startswith("sqlite:"):
        raise Refused(
            "A backup becomes a file.",
            hint="pg_restore brings back what pg_dump wrote; ecosys import ecosys moves a log.",
        )
    keys = Keys(folder_of(url))
    notes = [keys.remembered()]
    if checkpoint is not None:
        try:
            notes.append(note.parse(checkpoint.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError) as problem:
            raise InvalidInput(f"{checkpoint} cannot be read: {problem}.") from None
    signed = [checkpoints.parse(each.text) for each in notes if each]
    try:
        end = restore_log(file, path_of(url), signed)
    except Damaged as problem:
        raise Damaged(problem.message, hint=OTHERWISE.format(keys.folder)) from None
    against = f", as signed up to {max(each.size for each in signed)}" if signed else ""
    tell(f"{end.position} events, all checked{against}, in {path_of(url)}")
    if not signed:
        tell("Whether later ones are missing was not checked: --checkpoint FILE tells.", err=True)
