"""What question commands share: a timeline to ask, and answers to show."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from ecosys import paths
from ecosys.answers.answer import Answer, Meta, WhatIfRow, meta, to_plain
from ecosys.answers.forms import cell, to_csv, to_markdown
from ecosys.errors import InvalidInput
from ecosys.log.release import RELEASES, Release, Seeded, follow, read_lines, released_log, releases
from ecosys.moment import Moment
from ecosys.seeding.seed import read_file
from ecosys.timeline import Timeline
from ecosys.values import clock as clocks
from ecosys.values.words import suggest

MOST_LISTED = 4
USUAL = {"channel": "first_party", "modality": "text", "tier": "standard", "above": 0}
"""What goes without saying in a table."""
FORMATS = ("table", "json", "csv", "md")


def timeline(
    database: str | None, without: Sequence[str] | None = None, overlay: Path | None = None
) -> Timeline:
    """The timeline of a database; one that is empty is filled from the release first.

    With events left out or laid over, by options or ECOSYS_OVERLAY, what they would make of it.
    """
    opened = _opened(database)
    files = [path for path in (overlay, paths.overlay()) if path]
    over = [each.event for path in files for each in read_file(path)]
    return opened.what_if(without or (), over) if without or over else opened


def _opened(database: str | None) -> Timeline:
    opened = Timeline.open(database or paths.default_database(), clocks.system)
    if opened.head().position == 0:
        seed(opened)
    elif newer := _newer_release(opened):
        typer.echo(
            f"This log ends at an older release; {newer.version} of {newer.day} goes to position "
            f"{newer.position:,}: ecosys seed brings it up to date.",
            err=True,
        )
    return opened


def _newer_release(opened: Timeline) -> Release | None:
    """The installed release, if the log ends where an older one did."""
    past = releases(released_log().with_name(RELEASES))
    position = opened.head().position
    ends = [each.root for each in past[:-1] if each.position == position]
    return past[-1] if ends and opened.log.root(position) in ends else None


def seed(opened: Timeline) -> Seeded:
    """Bring a log up to the release, with a progress bar where it takes more than a second."""
    from ecosys.seeding.progress import progress

    release = list(read_lines(released_log()))
    with progress("Filling the log") as told:
        return follow(opened.log, release, told)


def moment(
    opened: Timeline,
    as_of: str | None,
    known_at: str | None,
    position: int | None,
    source: str | None,
) -> Moment:
    """The moment that the options of a command mean."""
    return opened.moment(as_of, known_at, position, source)


def show(
    answer: Answer[Any],
    opened: Timeline,
    at: Moment,
    form: str,
    columns: Sequence[str],
) -> None:
    """Write an answer; a table has the columns named, other forms have all."""
    if form not in FORMATS:
        raise InvalidInput(f"--format {form} is not known.", hint=suggest(form, FORMATS))
    if form == "json":
        data = to_plain(list(answer.rows), list[answer.row])  # type: ignore[name-defined]
        about = to_plain(meta(opened, at, answer), Meta)
        typer.echo(json.dumps({"data": data, "meta": about}, ensure_ascii=False, indent=2))
    elif form == "csv":
        sys.stdout.write(to_csv(answer.rows, answer.row))
    elif form == "md":
        sys.stdout.write(to_markdown(answer.rows, answer.row))
    else:
        rows = to_plain(list(answer.rows), list[answer.row])  # type: ignore[name-defined]
        table(rows, columns)
        footnotes(answer, opened, at)


def table(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> None:
    """Rows as a table; columns that are empty or say the usual throughout are left out."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else 160)
    if not rows:
        console.print("Nothing.")
        return
    names = [name for name in columns if _tells(name, [row.get(name) for row in rows])]
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        right = all(_is_number(row.get(name)) for row in rows)
        drawn.add_column(
            name.replace("_", " "),
            justify="right" if right else "left",
            overflow="fold",  # what is there to be copied is never cut
        )
    for row in rows:
        drawn.add_row(*(_brief(row.get(name)) for name in names))
    console.print(drawn)


def _tells(name: str, values: Sequence[Any]) -> bool:
    return any(cell(value) and value != USUAL.get(name) for value in values)


def _brief(value: Any) -> str:
    """A cell of a table; of long lists the first two and how many there are."""
    if isinstance(value, list) and len(value) > MOST_LISTED:
        return f"{cell(value[:2])} ... {len(value)} in all"
    return cell(value)


def footnotes(answer: Answer[Any], opened: Timeline, at: Moment) -> None:
    """What a table does not show: how a name was read, what is missing, the moment."""
    about = meta(opened, at, answer)
    if about.resolved is not None:
        typer.echo(f"{about.resolved.name} is {about.resolved.subject} ({about.resolved.how})")
    if about.coverage is not None and about.coverage.reason:
        typer.echo(about.coverage.reason)
    if about.what_if is not None:
        typer.echo(_told(about.what_if))
    typer.echo(
        f"as of {about.as_of[:19]}Z · known at {about.known_at[:19]}Z · position {about.position}"
    )


def _told(what_if: WhatIfRow) -> str:
    parts = [
        f"without {', '.join(what_if.without)}" if what_if.without else "",
        f"with {', '.join(what_if.laid_over)}" if what_if.laid_over else "",
    ]
    return f"WHAT IF: {' and '.join(filter(None, parts))}; the log itself says otherwise"


def _is_number(value: object) -> bool:
    text = cell(value)
    return not text or text.lstrip("-").replace(".", "", 1).isdigit()


def parameters(context: typer.Context) -> dict[str, str]:
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


def checkout_seeds() -> Path:
    """The seed folder of the checkout that the command runs in."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "seeds" / "sources.yaml").is_file() and (folder / "pyproject.toml").is_file():
            return folder / "seeds"
    raise InvalidInput(
        "This is not a checkout of ecosys: there is no seeds/sources.yaml here or above.",
        hint="Go to a checkout, or write into your own log with --to-log.",
    )
