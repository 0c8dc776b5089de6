"""Tables: those of the dataset, which are the views with every version, the log, and price spans.

Numbers are exact here: a view has what its engine can compute with.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from ecosys.answers.dataset.price_tables import price_span
from ecosys.answers.dataset.table import Column, Row, Table
from ecosys.errors import Unavailable
from ecosys.events.price_changed import NONE, PER_MILLION, UNPUBLISHED
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.timeline.sql_views import ALL, View, views

EVENT = "event"
MAX_SECONDS = 600
"""How long one table may take to be read."""
_UNTIL = "position_to"


def tables(timeline: Timeline, moment: Moment) -> list[Table]:
    """The tables of the dataset at the position of a moment.

    All have every version with its six bounds, but for `event`, which is the log itself, and
    `price_span`, which has what answers: the prices with the knowledge of the moment, up to its
    `as_of`. Unavailable where the read models do not reach the end of the log.
    """
    refuse_behind(timeline)
    shown = views(moment, timeline.log.database.dialect)
    chosen = [view for view in shown if view.name == EVENT or view.name.endswith(ALL)]
    return [*(_of_view(timeline, view, moment) for view in chosen), price_span(timeline, moment)]


def refuse_behind(timeline: Timeline) -> None:
    """Refuse to answer of rows that do not reach the end of the log."""
    if not timeline.read_models.catch_up(timeline.head().position):
        paused = "".join(
            f" {name} met {why}." for name, why in timeline.read_models.paused().items()
        )
        raise Unavailable(
            f"The rows of this log do not reach its end.{paused}",
            hint="Run ecosys rebuild where the log can be written, then ask again.",
        )


def _of_view(timeline: Timeline, view: View, moment: Moment) -> Table:
    columns = tuple(Column(name, view.types[name], told) for name, told in view.columns.items())
    summary = view.summary
    if view.name.endswith(ALL):
        summary = f"every version of what `{view.name.removesuffix(ALL)}` has, with its bounds"
    return Table(view.name, summary, columns, partial(_rows, timeline, view, moment.position))


def _rows(timeline: Timeline, view: View, position: int) -> Iterator[Row]:
    """The rows of a view as they are with so many events, whatever is appended meanwhile."""
    query = f"SELECT * FROM {view.name}"  # noqa: S608  a name of ours
    with (
        timeline.log.database.asking({view.name: view.query}) as asked,
        asked.ask(query, MAX_SECONDS) as (names, found),
    ):
        keyed = (dict(zip(names, row, strict=True)) for row in found)
        then = (row for row in keyed if row.get("position_from", 0) <= position)
        read = [tuple(_at(row, position).values()) for row in then]
    places = [names.index(name) for name in _ORDER if name in names]
    yield from sorted(read, key=lambda row: [_sorted(row[at]) for at in places])


_ORDER = (
    *("subject", "slug", "type", "series", "voice", "own"),
    *("valid_from", "known_from", "position_from", "position", "event"),
)
"""By what rows are ordered: those of a subject stand together, for who reads a part of a file."""


def _sorted(value: Any) -> Any:
    return "" if value is None else value


def _at(row: Mapping[str, Any], position: int) -> dict[str, Any]:
    """A row as it is with so many events, its numbers exact."""
    known = {name: exact(row) for name, exact in _EXACT.items() if name in row}
    if (row.get(_UNTIL) or 0) > position:
        known[_UNTIL] = None
    return {**row, **known}


def _per_million(row: Mapping[str, Any]) -> Decimal | None:
    factor = PER_MILLION.get(row["unit"])
    is_priced = row["amount"] not in (NONE, UNPUBLISHED)
    return Decimal(row["amount"]) * factor if is_priced and factor else None


def _number(row: Mapping[str, Any]) -> Decimal | None:
    return None if row["value"] is None else Decimal(row["value"])


_EXACT: Mapping[str, Callable[[Mapping[str, Any]], Decimal | None]] = {
    "per_million": _per_million,
    "number": _number,
}
"""What gives the exact number of a column in which a view has one that can be computed with."""
