"""ecosys check: are the seeds in order, and what would they change?"""

from pathlib import Path
from typing import Annotated

import typer

from ecosys.commands._out import tell


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Seed files; left out: the checkout's.")
    ] = None,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Append the corrections that edits of released events need."),
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
    report = _checking.check_folder(folder, fix=fix)
    tell(*report.lines)
    if diff and not report.faults:
        tell(*_checking.differences(folder))
    if report.faults:
        raise typer.Exit(1)
