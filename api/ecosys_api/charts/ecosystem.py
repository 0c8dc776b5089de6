"""ecosystem: what providers did, a lane for each: launches, prices, partnerships, ends."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ecosys.answers.deprecations import DeprecationRow
from ecosys.event.subject import provider_of
from ecosys.projection import Point
from ecosys.values import words
from ecosys.values.when import parse
from ecosys_api.charts.lanes import Kind, Lane, Mark
from ecosys_api.page.addresses import Addresses

MAX_LANES = 14
"""How many providers are drawn: those of which most is recorded."""
MAX_NAMED = 4
"""How many things of one day are named in a mark."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that one provider did on a day."""

    provider: str
    kind: Kind
    date: str
    what: str
    event: str


def lanes(happenings: Iterable[Happening], links: Addresses, start: int) -> list[Lane]:
    """The lanes of those providers of which most is recorded since an instant."""
    by_provider: dict[str, list[Happening]] = defaultdict(list)
    for each in happenings:
        if parse(each.date).start >= start:
            by_provider[each.provider].append(each)
    drawn = {name: marks(happened, links) for name, happened in by_provider.items()}
    most = sorted(drawn, key=lambda name: (-len(drawn[name]), name))[:MAX_LANES]
    return [Lane(name, links.subject(name), drawn[name]) for name in most]


def marks(happenings: Iterable[Happening], links: Addresses) -> list[Mark]:
    """The marks of one provider: what it did of one kind on one day is one."""
    days: dict[tuple[str, Kind], list[Happening]] = defaultdict(list)
    for each in happenings:
        days[each.date, each.kind].append(each)
    return [_mark(members, links) for members in days.values()]


def _mark(members: Sequence[Happening], links: Addresses) -> Mark:
    first = members[0]
    named = "; ".join(dict.fromkeys(each.what for each in members[:MAX_NAMED]))
    rest = f" and {len(members) - MAX_NAMED} more" if len(members) > MAX_NAMED else ""
    text = f"{first.date}: {named}{rest}"
    return Mark(parse(first.date).start, first.kind, text, links.event(first.event))


def launches(points: Iterable[Point]) -> Iterator[Happening]:
    """The points of `timeline` of the type launched."""
    for point in points:
        if point.at != "unknown":
            what = point.labels["what"]
            yield Happening(provider_of(point.subject), "launch", point.at, what, point.events[0])


def ties(points: Iterable[Point]) -> Iterator[Happening]:
    """The points of `ties`."""
    for point in points:
        if point.at != "unknown":
            what = f"{point.labels['kind']} with {point.labels.get('with', '')}"
            yield Happening(provider_of(point.subject), "tie", point.at, what, point.events[0])


def price_moves(points: Iterable[Point]) -> Iterator[Happening]:
    """The points of `price_history` at which a price became another."""
    before: dict[tuple[str, str, str], Point] = {}
    for point in points:
        line = point.subject, point.unit, str(sorted(point.labels.items()))
        last = before.get(line)
        before[line] = point
        moved = last is not None and None not in (last.value, point.value)
        if moved and last is not None and last.value != point.value:
            assert last.value is not None
            assert point.value is not None
            name, change = words.name(point.subject), words.percent(last.value, point.value)
            what = f"{name} {point.labels['line']} {change}"
            provider = provider_of(point.subject)
            yield Happening(provider, "price", point.at, what, point.events[0])


def ends(rows: Iterable[DeprecationRow]) -> Iterator[Happening]:
    """Shutdowns, as they stand."""
    for row in rows:
        if row.shutdown is not None:
            what = f"{words.name(row.subject)} stops answering"
            yield Happening(provider_of(row.subject), "end", row.shutdown, what, row.events[0])
