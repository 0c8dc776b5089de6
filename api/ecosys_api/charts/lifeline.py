"""lifeline: from the launch of a model to its end, a lane for each seller at which it ends."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ecosys.answers.deprecations import DeprecationRow
from ecosys.answers.subjects import EventRow, SubjectRow
from ecosys.event import FIRST_PARTY
from ecosys.values import when
from ecosys_api.charts.lanes import Kind, Lane, LaneChart, Mark, Span, lane_chart
from ecosys_api.page import cells
from ecosys_api.page.addresses import Addresses

MAX_LANES = 6
"""How many sellers are drawn; the table has all."""
_DATES: tuple[tuple[str, str, Kind], ...] = (
    ("announced", "its end announced", "end"),
    ("legacy", "closed to new customers", "end"),
    ("deprecated", "closed to new uses", "end"),
    ("shutdown", "shutdown", "end"),
)
"""The dates of an end, with what each of them is."""


def lifeline(row: SubjectRow, links: Addresses, as_of: int) -> LaneChart | None:
    """The life of a subject at a moment; None, where no date of it is known."""
    launches = [_launch(each, links) for each in row.happenings if each.type == "launched"]
    ends: dict[str, list[DeprecationRow]] = defaultdict(list)
    for end in row.deprecations:
        ends[end.channel].append(end)
    own = ends.pop(FIRST_PARTY, [])
    born = min((mark.at for mark in launches), default=None)
    lanes = [_lane(cells.channel(FIRST_PARTY), launches, own, links, born, as_of)]
    lanes += [
        _lane(channel, [], rows, links, born, as_of) for channel, rows in sorted(ends.items())
    ]
    shown = [lane for lane in lanes if lane.marks][:MAX_LANES]
    return lane_chart(f"The life of {row.subject}", shown, as_of)


def _launch(row: EventRow, links: Addresses) -> Mark:
    return Mark(when.parse(row.at).start, "launch", f"{row.at}: {row.what}", _event(row, links))


def _lane(
    name: str,
    launches: list[Mark],
    ends: list[DeprecationRow],
    links: Addresses,
    born: int | None,
    as_of: int,
) -> Lane:
    marks = [*launches, *(mark for row in ends for mark in _dates(row, links))]
    return Lane(name, "", marks, list(_spans(ends, born, as_of)) if marks else [])


def _dates(row: DeprecationRow, links: Addresses) -> Iterator[Mark]:
    where = f" ({cells.plain(row.deployment)})" if row.deployment else ""
    for name, what, kind in _DATES:
        date = getattr(row, name)
        if date is not None:
            read = when.parse(date)
            bound = "at the earliest, " if name == "shutdown" and row.bound == "not_before" else ""
            yield Mark(read.start, kind, f"{date}: {bound}{what}{where}", _event(row, links))


def _spans(ends: Iterable[DeprecationRow], born: int | None, as_of: int) -> Iterator[Span]:
    """Since its launch it answers, until its end."""
    shut = [when.parse(row.shutdown).start for row in ends if row.shutdown is not None]
    told = [when.parse(row.announced).start for row in ends if row.announced is not None]
    if born is None:
        return
    end = max(shut, default=max(as_of, born))
    warned = min([*told, end])
    yield Span(born, max(min(warned, end), born), "alive")
    if warned < end:
        yield Span(max(warned, born), end, "ending")


def _event(row: EventRow | DeprecationRow, links: Addresses) -> str:
    return links.event(row.events[0])
