"""Options that several commands share."""

from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from ecosys.errors import InvalidInput

DATABASE_HELP = (
    "An SQLite file, or postgresql://...; else ECOSYS_DATABASE, else a file in your data folder."
)

AS_OF_HELP = "True in the world when? A date or instant; default now."
KNOWN_AT_HELP = "Publicly known when? A date or instant; default now."
POSITION_HELP = "Only this much of the log; default all."
SOURCE_HELP = "Ask one source alone, by its slug."
FORMAT_HELP = "table, json, csv, ndjson or md."

Database = Annotated[
    str | None,
    typer.Option("--database", help=DATABASE_HELP, show_default=False, metavar="URL"),
]
"""The environment is read once, where options stand before the command: those after it win."""
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help=AS_OF_HELP),
]
KnownAt = Annotated[
    str | None,
    typer.Option("--known-at", help=KNOWN_AT_HELP),
]
Position = Annotated[int | None, typer.Option("--position", help=POSITION_HELP)]
Source = Annotated[str | None, typer.Option("--source", help=SOURCE_HELP)]
Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without", help="What if: leave out this event, or what rests on this source alone."
    ),
]
With = Annotated[
    Path | None,
    typer.Option("--with", help="What if: lay the events of this seed file over the log."),
]
Format = Annotated[str, typer.Option("--format", help=FORMAT_HELP, metavar="FORMAT")]
Cite = Annotated[
    bool, typer.Option("--cite", help="How to quote it: sentence, permanent address, log root.")
]
Include = Annotated[
    str | None,
    typer.Option("--include", help="sources: where it was read, beside what a row rests on."),
]
Channel = Annotated[
    str | None,
    typer.Option("--channel", help="Where: azure, bedrock, vertex ..., or all; default the maker."),
]

Keys = Annotated[
    list[str] | None,
    typer.Option(
        "--key", help="A key that must have signed: of the log, or of a witness; again: another."
    ),
]
Since = Annotated[
    str | None, typer.Option("--since", help="Only what is newer: 30d, 2w, 2026-11-01.")
]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit", min=1, max=1000, help="How many; left out: all, as a table the first 50."
    ),
]


def named(context: typer.Context, option: str) -> str | None:
    """An option as it was named on the command line, before or after the command; else None."""
    levels: list[Any] = [context, *([context.parent] if context.parent else [])]
    for level in levels:
        origin = level.get_parameter_source(option)
        if origin is not None and origin.name == "COMMANDLINE":
            return str(level.params[option])
    return None


def unknown_last(words: Iterable[str], valued: Mapping[str, bool]) -> list[str]:
    """The words of a command line with the options that a command did not declare at the end.

    `valued` tells of each declared option whether a value follows it.

    >>> unknown_last(["--input", "1000", "openai/o3", "--format", "json"], {"--format": True})
    ['openai/o3', '--format', 'json', '--input', '1000']
    """
    known: list[str] = []
    unknown: list[str] = []
    rest = deque(words)
    while rest:
        word = rest.popleft()
        name, equals, _ = word.partition("=")
        side = known if not word.startswith("--") or name in valued else unknown
        side.append(word)
        takes = side is unknown or valued.get(name, False)
        if takes and not equals and rest and not rest[0].startswith("--"):
            side.append(rest.popleft())
    return known + unknown


def other_options(context: typer.Context) -> dict[str, str]:
    """The options that a command did not declare: `--basis launches` or `--basis=launches`."""
    given: dict[str, str] = {}
    words = iter(context.args)
    for word in words:
        if not word.startswith("--"):
            raise InvalidInput(f"{word!r} is not an option.", hint="Options begin with --.")
        name, equals, value = word[2:].partition("=")
        if not equals:
            value = next(words, "")
            if not value or value.startswith("--"):
                raise InvalidInput(f"--{name} needs a value.")
        name = name.replace("-", "_")
        if name in given:
            raise InvalidInput(f"--{name} is given twice.")
        given[name] = value
    return given
