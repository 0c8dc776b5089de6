"""The command line: every file of `ecosys/commands/` is a command."""

import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from ecosys import __version__
from ecosys.commands._options import (
    AS_OF_HELP,
    DATABASE_HELP,
    FORMAT_HELP,
    KNOWN_AT_HELP,
    POSITION_HELP,
    SOURCE_HELP,
    unknown_last,
)
from ecosys.commands._out import tell
from ecosys.commands._registry import commands
from ecosys.errors import EcosysError, InvalidInput, Unavailable
from ecosys.values.memory import collect_less_often

SUMMARY = (
    "The record of the AI developer ecosystem: what did it cost, when does it die, "
    "and what did we know then, with the receipt."
)
DATABASE = "ECOSYS_DATABASE"
DEBUG = "ECOSYS_DEBUG"
QUESTIONS = "cite"
"""The option that every question takes, and no other command."""
HELP = {"-h", "--help"}
PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


class AnyOption(TyperCommand):
    """A command whose further options may stand before its arguments too."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of the command line, options that are not declared last."""
        valued = {
            word: not getattr(parameter, "is_flag", False)
            for parameter in self.get_params(ctx)
            for word in (*parameter.opts, *parameter.secondary_opts)
        }
        return super().parse_args(ctx, unknown_last(args, valued))


def _missing(name: str) -> Callable[[], None]:
    """What stands in the place of a command that could not be loaded."""

    def missing() -> None:
        raise Unavailable(f"There is no command {name}.", hint=commands.why_missing(name))

    return missing


def build(words: Sequence[str] = ()) -> typer.Typer:
    """The application with all its commands, or with the one of ours that is the first of words.

    Loading and building all takes a third of a quick answer's time.
    """
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
    first = [] if HELP & {*words} else words[:1]
    named = {name: own for name in first if (own := commands.own(name)) is not None}
    for name, function in (named or commands).items():
        if getattr(function, "takes_any_option", False):
            app.command(name, cls=AnyOption, context_settings=PASS_ON)(function)
        else:
            app.command(name)(function)
    for each in () if named else commands.broken:
        if each.name not in commands:
            app.command(each.name, hidden=True, context_settings=PASS_ON)(_missing(each.name))
    return app


def _alone(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Tell the version.")] = False,
    as_of: Annotated[
        str | None, typer.Option("--as-of", envvar="ECOSYS_AS_OF", help=AS_OF_HELP)
    ] = None,
    known_at: Annotated[
        str | None, typer.Option("--known-at", envvar="ECOSYS_KNOWN_AT", help=KNOWN_AT_HELP)
    ] = None,
    position: Annotated[
        int | None, typer.Option("--position", envvar="ECOSYS_POSITION", help=POSITION_HELP)
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", envvar="ECOSYS_SOURCE", help=SOURCE_HELP)
    ] = None,
    format: Annotated[
        str | None,
        typer.Option("--format", envvar="ECOSYS_FORMAT", help=FORMAT_HELP, metavar="FORMAT"),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            envvar=DATABASE,
            show_envvar=False,
            help=DATABASE_HELP,
            metavar="URL",
        ),
    ] = None,
) -> None:
    if version:
        typer.echo(f"ecosys {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is not None:
        _pass_on(context)
        return
    if format not in (None, "table") and not _is_of_environment(context, "format"):
        raise InvalidInput(
            "ecosys alone gives an overview for people, which has no --format.",
            hint="Ask a question: ecosys changes --format json.",
        )
    from ecosys.commands._overview import overview

    overview(database, as_of, known_at, position, source)


def _pass_on(context: typer.Context) -> None:
    """Give a command the options that stand before it; those after it win."""
    name = str(context.invoked_subcommand)
    command = getattr(context.command, "commands", {}).get(name)
    if command is None:
        return  # it is said next that there is none
    taken = {parameter.name for parameter in command.params}
    several = {each.name for each in command.params if getattr(each, "multiple", False)}
    options = context.params.items()
    given = {option: value for option, value in options if value is not None and value is not False}
    if QUESTIONS not in taken:  # what the environment says of every question is no word on others
        given = {
            option: value
            for option, value in given.items()
            if option == "database" or not _is_of_environment(context, option)
        }
    for option in given.keys() - taken:
        origin = context.get_parameter_source(option)
        if origin is not None and origin.name == "COMMANDLINE":
            raise InvalidInput(f"ecosys {name} takes no --{option.replace('_', '-')}.")
    read = {option: [each] if option in several else each for option, each in given.items()}
    context.default_map = {name: read}


def _is_of_environment(context: typer.Context, option: str) -> bool:
    """Whether an option has the value of a variable of the environment."""
    origin = context.get_parameter_source(option)
    return origin is not None and origin.name == "ENVIRONMENT"


def main() -> None:
    """Run the command line; what cannot be done is one line, with status 1, or 2 for misuse.

    What nobody foresaw is a line too; with ECOSYS_DEBUG set it is shown where it happened.
    """
    collect_less_often()
    try:
        sys.exit(build(sys.argv[1:])(prog_name="ecosys", standalone_mode=False))
    except typer.TyperException as problem:
        tell(_misuse(problem), err=True)
        sys.exit(problem.exit_code)
    except EcosysError as problem:
        tell(*f"ecosys: {problem}".split("\n"), err=True)
        sys.exit(2 if isinstance(problem, InvalidInput) else 1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as problem:
        tell(f"ecosys: {problem.filename or 'output'}: {problem.strerror or problem}.", err=True)
        sys.stdout = io.StringIO()  # what is left of the output is lost too
        sys.exit(1)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except Exception as problem:
        if os.environ.get(DEBUG):
            raise
        tell(f"ecosys: {_unforeseen(problem)}", err=True)
        sys.exit(1)


def _misuse(problem: typer.TyperException) -> str:
    """What is wrong with a command line: where, what, and what explains it."""
    context = getattr(problem, "ctx", None)
    asked = context.command_path if context else "ecosys"
    what = problem.format_message()
    return f"{asked}: {what}{'' if what[-1:] in '.?' else '.'} See {asked} --help."


def _unforeseen(problem: Exception) -> str:
    """An error that no code of ours raised on purpose, in one line."""
    what = " ".join(f"{type(problem).__name__}: {problem}".split())
    return f"This is a fault of ours, please report it: {what}. {DEBUG}=1 shows where it happened."


if __name__ == "__main__":
    main()
