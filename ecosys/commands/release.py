"""ecosys release: append unreleased seeds to the released log (for maintainers)."""

from typing import Annotated

import typer


def release(
    schema: Annotated[
        bool, typer.Option("--schema", help="Only write the schema that editors read.")
    ] = False,
) -> None:
    """Append the unreleased YAML of a checkout to seeds/log.jsonl; nothing there is changed."""
    import json
    from dataclasses import asdict

    from ecosys import __version__
    from ecosys.commands import _checking
    from ecosys.commands._draft import draft
    from ecosys.commands._writing import checkout_seeds
    from ecosys.log.release import RELEASES, Release, releases
    from ecosys.seeding.files import replaced
    from ecosys.values import instant

    folder = checkout_seeds()
    with replaced(folder / "schema.json") as out:
        out.write(_checking.schema_text())
    if schema:
        typer.echo("schema.json written")
        return
    past = releases(folder / RELEASES)
    report = _checking.check_folder(folder)
    if report.faults:
        typer.echo("\n".join(report.lines), err=True)
        raise typer.Exit(1)
    with draft(folder) as (timeline, added):
        with replaced(folder / "log.jsonl") as out:
            out.writelines(f"{line.text}\n" for line in timeline.log.lines())
        head = timeline.head()
        root = timeline.log.root(head.position)
    if added:
        day = instant.day_of(head.recorded_at)
        made = Release(__version__, day, head.position, root)
        with replaced(folder / RELEASES) as out:
            out.writelines(f"{json.dumps(asdict(each))}\n" for each in (*past, made))
    typer.echo(f"{added} events released, {head.position} in the log, root {root}")
