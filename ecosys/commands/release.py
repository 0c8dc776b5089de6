"""ecosys release: append unreleased seeds to the released log (for maintainers)."""

from typing import TYPE_CHECKING, Annotated

import typer

from ecosys.commands._out import tell

if TYPE_CHECKING:
    from pathlib import Path


def release(
    schema: Annotated[
        bool, typer.Option("--schema", help="Only write the schema that editors read.")
    ] = False,
) -> None:
    """Append the unreleased YAML of a checkout to seeds/log.jsonl; nothing there is changed."""
    import json
    from dataclasses import asdict

    from ecosys import __version__
    from ecosys.answers.release_notes import NOTES, release_notes, with_notes
    from ecosys.commands import _checking
    from ecosys.commands._draft import draft
    from ecosys.commands._writing import checkout_seeds
    from ecosys.log.release import RELEASES, Release, releases
    from ecosys.seeding.files import replaced
    from ecosys.seeding.schema import schema_text
    from ecosys.values import instant

    folder = checkout_seeds()
    with replaced(folder / "schema.json") as out:
        out.write(schema_text())
    if schema:
        tell("schema.json written")
        return
    past = releases(folder / RELEASES)
    report = _checking.check_folder(folder)
    if report.faults:
        tell(*report.lines, err=True)
        raise typer.Exit(1)
    with draft(folder) as (timeline, added):
        with replaced(folder / "log.jsonl") as out:
            out.writelines(f"{line.text}\n" for line in timeline.log.lines())
        head = timeline.head()
        root = timeline.log.root(head.position)
        day = instant.day_of(head.recorded_at)
        made = Release(__version__, day, head.position, root)
        notes = release_notes(timeline, past[-1] if past else None, made) if added else ""
    if added:
        with replaced(folder / RELEASES) as out:
            out.writelines(f"{json.dumps(asdict(each))}\n" for each in (*past, made))
        told = with_notes(_text(folder / NOTES), notes)
        with replaced(folder / NOTES) as out:
            out.write(told)
    tell(f"{added} events released, {head.position} in the log, root {root}")


def _text(path: "Path") -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
