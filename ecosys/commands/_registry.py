"""The commands: our own, and those that other packages add."""

from collections.abc import Callable
from typing import Any

import typer

from ecosys.plugins import Registry

Command = Callable[..., Any]


def _command(value: object, name: str) -> Command:
    """The function of a command; options that cannot be read are found here, not when it runs."""
    if not callable(value):
        raise TypeError(f"{name} is not a function")
    alone = typer.Typer()
    alone.command(name)(value)
    typer.main.get_command(alone)
    return value


commands: Registry[Command] = Registry("ecosys.commands", kind=_command)
"""All commands by the name that is typed."""
