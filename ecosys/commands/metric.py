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
VINTAGES = ("known_at", "change", "subject", "at", "before", "value", "unit", "labels")
METRICS = ("name", "unit", "version", "summary")


def metric(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="A metric; left out: all are listed.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the tree of events and sources.")
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
    from ecosys.commands._tree import show_trees

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
        show_trees(found.rows)
        _ask.footnotes(found, opened, now)
    elif explain:
        _ask.show(answers.explain(opened, now, name, given, at), opened, now, form, ())
    else:
        _ask.show(answers.metric(opened, now, name, given), opened, now, form, POINTS)


metric.takes_any_option = True  # type: ignore[attr-defined]
