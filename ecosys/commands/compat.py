"""ecosys compat: what holds at a moment in the layout of another tool."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecosys.commands._options import AsOf, Database, KnownAt, Position, Source
from ecosys.commands._out import tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosys.answers.export import Export, Loss

MAX_NAMED = 4
"""How many of a kind are named where it is told what was lost."""


def compat(
    layout: Annotated[
        str | None, typer.Argument(help="The name of a tool; left out: which there are.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            help="The file to write, or the folder where a layout has several; "
            "left out: standard output."
        ),
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    source: Source = None,
    database: Database = None,
) -> None:
    """Write prices and ends as litellm, models.dev, genai-prices, Langfuse ... read them.

    What the layout could not carry is told on standard error; a server tells all of it at
    /compat/LAYOUT/lost.json, beside the file.
    """
    if layout is None:
        _list()
        return
    from ecosys.answers.export import export, get_layout
    from ecosys.commands._question import open_log
    from ecosys.log.bulk import gc_paused

    get_layout(layout)  # before a log is opened
    with gc_paused():
        timeline = open_log(database)
        made = export(timeline, timeline.moment(as_of, known_at, position, source), layout)
    if output is None:
        sys.stdout.buffer.write(made.content)
        sys.stdout.buffer.flush()
    else:
        _write(made, output)
    tell(*told(made.lost), err=True)


def _list() -> None:
    from dataclasses import asdict

    from ecosys.answers.export.answer import layout_rows
    from ecosys.commands._table import table

    table([asdict(row) for row in layout_rows()], ("name", "address", "read_by"))


def _write(made: "Export", output: Path) -> None:
    """Write the file, or all files of a layout into a folder."""
    from ecosys.seeding.files import replaced

    alone = not made.parts
    for path, content in made.files.items():
        file = output if alone else output / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with replaced(file) as out:
            out.write(content.decode())
    what = "1 file" if alone else f"{len(made.files)} files"
    tell(f"{what} written to {output}", err=True)


def told(lost: "Sequence[Loss]") -> list[str]:
    """What was lost, a line for each kind.

    >>> from ecosys.answers.export import Loss
    >>> told([Loss("end", "", 2, ("acme/a", "acme/b")), Loss("tier", "batch", 9, ("acme/a",)),
    ...       Loss("tier", "flex", 1, ("acme/b",))])
    ['not carried: 2 end', 'not carried: 10 tier (batch 9, flex 1)']
    """
    kinds: dict[str, list[Loss]] = {}
    for each in lost:
        kinds.setdefault(each.what, []).append(each)
    return [
        f"not carried: {sum(e.count for e in of)} {kind}{_which(of)}" for kind, of in kinds.items()
    ]


def _which(lost: "Sequence[Loss]") -> str:
    """The most frequent of a kind."""
    named = sorted((each for each in lost if each.which), key=lambda each: -each.count)
    words = [f"{each.which} {each.count}" for each in named[:MAX_NAMED]]
    if more := len(named) - len(words):
        words.append(f"{more} more")
    return f" ({', '.join(words)})" if words else ""
