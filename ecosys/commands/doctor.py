"""ecosys doctor: what is not in order, and what to do about it."""

import os
from typing import Annotated, Any

import typer

from ecosys.commands._options import Database


def doctor(
    context: typer.Context,
    format: Annotated[
        str, typer.Option("--format", help="table, json, csv or ndjson.", metavar="FORMAT")
    ] = "table",
    database: Database = None,
) -> None:
    """Look at all that an operator should know: database, log, keys, clock, sources, settings.

    Nothing is changed. The status is 1 where something failed; a warning alone leaves it 0.
    """
    from ecosys.commands import _examination, _rows

    _rows.refuse_unknown(format)
    patient = _examination.Patient(
        _examination.url_of_given(database),
        os.environ,
        frozenset(variables(context.find_root().command)),
    )
    findings = list(_examination.examine(patient))
    _rows.write(format, _examination.Finding._fields, findings)
    if any(each.state == _examination.FAILED for each in findings):
        raise typer.Exit(1)


def variables(root: Any) -> set[str]:
    """The variables of the environment that options have: of all commands, and before them."""
    from ecosys.commands._registry import commands

    alone = typer.Typer()
    for name, function in commands.items():
        alone.command(name)(function)
    group: Any = typer.main.get_command(alone)
    found = set[str]()
    for command in (root, *group.commands.values()):
        for parameter in command.params:
            named = parameter.envvar or ()
            found.update([named] if isinstance(named, str) else named)
    return found
