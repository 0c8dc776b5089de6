"""ecosys add: write a new event into the seeds, or into your own log."""

from pathlib import Path
from typing import Annotated

import typer

from ecosys.commands._options import Database
from ecosys.commands._out import tell


def add(
    context: typer.Context,
    what: Annotated[
        str | None,
        typer.Argument(
            help="price, launch, deprecation, figure, property, alias ... or a type's own name."
        ),
    ] = None,
    subject: Annotated[str | None, typer.Argument(help="What it is about: openai/o3.")] = None,
    to_log: Annotated[
        bool,
        typer.Option("--to-log", help="Append it to your own log; the seeds stay as they are."),
    ] = False,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            help="The seed file; default that of the provider. With --remote: one that is sent.",
        ),
    ] = None,
    remote: Annotated[
        str | None,
        typer.Option(
            help="Send it to the server at this URL, by the API key in ECOSYS_API_KEY.",
            metavar="URL",
        ),
    ] = None,
    key_file: Annotated[
        Path | None,
        typer.Option(help="With --remote: a file that holds the API key; - for standard input."),
    ] = None,
    database: Database = None,
) -> None:
    """Add an event: ecosys add price openai/o3 --input 2 --output 8 --from 2025-06-10 --source URL.

    Every field of the event is an option. --from is the day from which it is so, --source the
    address at which it was read, --source-slug its source if the address does not tell.
    With --remote URL --file FILE all events of a seed file are sent to a server.
    """
    from ecosys.commands._options import other_options
    from ecosys.commands._question import open_log
    from ecosys.commands._remote import refuse_other_options, send, send_file
    from ecosys.commands._writing import append_to_log, checkout_seeds, refuse_faults
    from ecosys.event.codec import parse
    from ecosys.seeding import authoring, seed, write
    from ecosys.values import clock as clocks
    from ecosys.values import instant

    refuse_other_options(what, subject, file, remote, key_file, to_log=to_log)
    options = other_options(context)
    if remote is not None and file is not None:
        send_file(remote, key_file, file)
        return
    assert what is not None
    assert subject is not None
    kind = authoring.type_named(what)
    day = instant.day_of(clocks.system())
    if to_log or remote is not None:
        timeline = open_log(database, asked=False)
        known = authoring.hosts([record.event for record in timeline.records()])
        event = parse(authoring.fields(kind, subject, options, day, known), what)
        if remote is None:
            append_to_log(timeline, [event])
        else:
            send(remote, key_file, [event])
        return
    folder = checkout_seeds()
    seeds = seed.read_folder(folder)
    known = authoring.hosts([each.event for each in seeds])
    event = parse(authoring.fields(kind, subject, options, day, known), what)
    path = file or folder / f"{_file_of(event.subjects[0], getattr(event, 'channel', None))}.yaml"
    refuse_faults(seeds, event, path)
    write.append(path, [event])
    tell(f"{path.name}:", "", *write.block(event).split("\n"))
    tell("ecosys check --diff tells what it changes.")


def _file_of(subject: str, channel: str | None) -> str:
    """The seed file that an event belongs to: its seller's."""
    return subject.partition("/")[0] if channel in (None, "first_party") else str(channel)


add.takes_any_option = True  # type: ignore[attr-defined]
