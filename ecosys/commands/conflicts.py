"""ecosys conflicts: where sources disagree."""

from typing import Annotated

import typer

from ecosys.commands._options import AsOf, Database, Format, KnownAt, Position

COLUMNS = ("subject", "channel", "what", "value", "voice", "since", "why")


def conflicts(
    subject: Annotated[str | None, typer.Argument(help="A provider or model.")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="price, date, figure or property.")
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    form: Format = "table",
    database: Database = None,
) -> None:
    """Where sources say different things now: who says what since when, and which one answers."""
    from ecosys.answers import conflicts as answers
    from ecosys.commands import _ask

    opened = _ask.timeline(database)
    at = _ask.moment(opened, as_of, known_at, position, None)
    found = answers.conflicts(opened, at, subject, kind)
    if form != "table":
        _ask.show(found, opened, at, form, ())
        return
    _ask.table([line for row in found.rows for line in _lines(row)], COLUMNS)
    _ask.footnotes(found, opened, at)


def _lines(row: object) -> list[dict[str, object]]:
    """A conflict as lines: what answers and why, then what the others say."""
    from ecosys.answers.answer import to_plain
    from ecosys.answers.conflicts import ConflictRow

    plain = to_plain(row, ConflictRow)
    about = {name: plain[name] for name in ("subject", "channel", "what")}
    first = {**about, **plain["answers"], "why": plain["why"]}
    return [first, *({**side, "subject": "", "channel": ""} for side in plain["others"])]
