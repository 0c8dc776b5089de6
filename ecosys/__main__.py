"""The command line: every file of `ecosys/commands/` is a command."""

import sys

import typer

from ecosys import __version__
from ecosys.commands._registry import commands

SUMMARY = (
    "The record of the AI developer ecosystem: what did it cost, when does it die, "
    "and what did we know then, with the receipt."
)
PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


def build() -> typer.Typer:
    """The application with all its commands."""
    app = typer.Typer(
        name="ecosys",
        help=SUMMARY,
        invoke_without_command=True,
        no_args_is_help=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(_alone)
    for name, function in commands.items():
        settings = PASS_ON if getattr(function, "takes_any_option", False) else None
        app.command(name, context_settings=settings)(function)
    return app


def _alone(context: typer.Context, version: bool = typer.Option(False, "--version")) -> None:
    if version:
        typer.echo(f"ecosys {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from ecosys.commands._overview import overview

        overview()


def main() -> None:
    """Run the command line; errors that were raised on purpose are one line and status 1 or 2."""
    from ecosys.errors import EcosysError, InvalidInput

    try:
        build()()
    except EcosysError as problem:
        typer.echo(f"ecosys: {problem}", err=True)
        sys.exit(2 if isinstance(problem, InvalidInput) else 1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
