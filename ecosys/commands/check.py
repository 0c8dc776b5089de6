"""ecosys check: are the seeds in order, and what would they change?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecosys.commands._out import tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecosys.seeding.authoring import Edit


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Seed files; left out: the checkout's.")
    ] = None,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Append the corrections that edits of released events need."),
    ] = False,
    why: Annotated[
        str | None, typer.Option("--why", help="With --fix: what was wrong. Else it is asked for.")
    ] = None,
    facts: Annotated[
        bool, typer.Option("--facts", help="Hold all facts against each other, by every rule.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Tell in words what the unreleased events change.")
    ] = False,
) -> None:
    """Check seed files: fields, dates, sources, references; and that what is released stands."""
    from ecosys.commands import _checking
    from ecosys.commands._writing import checkout_seeds

    if files:
        for path in files:
            tell(_checking.check_file(path))
        return
    folder = checkout_seeds()
    report = _checking.check_folder(folder, fix=fix, why=_reason(why))
    tell(*report.lines)
    if diff and not report.faults and not report.fresh:
        tell("Nothing changes.")
    elif diff and not report.faults:
        from ecosys.commands._differences import differences
        from ecosys.log.bulk import gc_paused

        with gc_paused():
            tell(*differences(report.released, report.seeds))
    if facts and not report.faults:
        from ecosys.commands import _findings

        report.faults += _findings.tell_findings(report.released, report.seeds)
    if report.faults:
        raise typer.Exit(1)


def _reason(why: str | None) -> "Callable[[Edit], str] | None":
    """What tells why an edit is right: the option, else whoever sits at the terminal."""
    import sys

    if why is not None:
        return lambda _: why
    if not sys.stdin.isatty():
        return None
    return lambda edit: str(
        typer.prompt(f"Why was {edit.released.id} wrong ({', '.join(edit.changed)})")
    )
