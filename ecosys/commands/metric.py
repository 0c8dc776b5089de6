"""ecosys metric: a number with its definition and its events."""

from typing import Annotated

import typer

from ecosys.commands._options import (
    AsOf,
    Database,
    Format,
    KnownAt,
    Position,
    Source,
    With,
    Without,
)

POINTS = ("at", "subject", "value", "high", "comparator", "unit", "labels", "marks", "events")
GROUNDS = ("at", "value", "what", "stated", "confidence", "source", "url")
VINTAGES = ("known_at", "change", "subject", "at", "before", "value", "unit", "labels")
METRICS = ("name", "unit", "version", "summary")


def metric(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="A metric; left out: all are listed.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the events and sources.")
    ] = False,
    vintages: Annotated[
        bool, typer.Option("--vintages", help="Show how the answer changed.")
    ] = False,
    at: Annotated[str | None, typer.Option("--at", help="With --explain: one date.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    position: Position = None,
    source: Source = None,
    form: Format = "table",
    without: Without = None,
    with_: With = None,
    database: Database = None,
) -> None:
    """A metric at any moment: --subject openai, and the parameters that it declares."""
    from ecosys.answers import metric as answers
    from ecosys.commands import _ask

    opened = _ask.timeline(database, without, with_)
    now = _ask.moment(opened, as_of, known_at, position, source)
    if name is None:
        _ask.show(answers.metrics(), opened, now, form, METRICS)
        return
    given = _ask.parameters(context)
    if vintages:
        _ask.show(answers.vintages(opened, now, name, given), opened, now, form, VINTAGES)
    elif explain and form == "table":
        found = answers.explain(opened, now, name, given, at)
        _ask.table([row for each in found.rows for row in _told(each)], GROUNDS)
        _ask.footnotes(found, opened, now)
    elif explain:
        _ask.show(answers.explain(opened, now, name, given, at), opened, now, form, ())
    else:
        _ask.show(answers.metric(opened, now, name, given), opened, now, form, POINTS)


def _told(each: object) -> list[dict[str, object]]:
    """The grounds of one point as rows: the point once, then what it rests on."""
    from ecosys.answers.answer import to_plain
    from ecosys.answers.metric import Explanation

    plain = to_plain(each, Explanation)
    rows = []
    for index, ground in enumerate(plain["because"]):
        first = index == 0
        cited = ground["sources"][0] if ground["sources"] else {}
        rows.append(
            {
                "at": plain["point"]["at"] if first else "",
                "value": plain["point"]["value"] if first else "",
                **ground,
                "source": cited.get("source"),
                "url": cited.get("url"),
            }
        )
    return rows


metric.takes_any_option = True  # type: ignore[attr-defined]
