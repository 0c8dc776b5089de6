"""Making: a price book of all that a timeline knows.

What a name costs changes only where something on which it rests begins, ends, comes to be known or
is known no longer. Between such days it is the same. So of each name the days are gathered, and
on each the timeline's own rules are asked once.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from ecosys.answers.cost import Listed, charged, listed
from ecosys.client.price_book.book import Cell, Grid, Origin, PriceBook, Run, SeveralSubjects
from ecosys.client.price_book.price_list import PriceLine, PriceList
from ecosys.client.price_book.related import (
    TYPES,
    Related,
    Relations,
    is_price,
    knowledge_turns,
)
from ecosys.domain.costs import at_usual_hours
from ecosys.domain.prices import Price
from ecosys.errors import Ambiguous, InvalidInput, NotFound
from ecosys.event.subject import own_id
from ecosys.log.bulk import gc_paused
from ecosys.moment import Moment
from ecosys.moment.directory import First, by_id
from ecosys.timeline import Timeline
from ecosys.values import amount, instant

T = TypeVar("T")
NOTHING = Grid((), (Run((), (Cell({}),)),))
"""A name that has no price at any time."""


def make(timeline: Timeline) -> PriceBook:
    """The price book of a timeline, of all its names."""
    with gc_paused():
        return Making(timeline).book()


@dataclass(frozen=True)
class Subjects:
    """The subjects of a log, read once."""

    first: Mapping[str, First]
    by_id: Mapping[str, Sequence[str]]
    voices: Sequence[str] = ()


class Making:
    """Makes a book; cells, runs and grids that are alike are made once."""

    def __init__(self, timeline: Timeline) -> None:
        self._moment = timeline.moment()
        self._log = timeline.log
        self._first = dict(timeline.names(self._moment).directory.first)
        self._by_id = by_id(self._first)
        self._ranks = timeline.ranks(self._moment)
        self._relations = Relations(timeline.versions(self._moment, *TYPES))
        self._cells: dict[Hashable, Cell] = {}
        self._lists: dict[Hashable, PriceList] = {}
        self._grids: dict[Hashable, Grid] = {}

    def book(self) -> PriceBook:
        """The book of all names."""
        position = self._moment.position
        recorded = instant.day_of(self._log.recorded_at(position)) if position else ""
        origin = Origin(position, self._log.root(position), recorded)
        whole = {*self._first, *self._relations.aliases}
        grids = {name: self._grid(name) for name in sorted(whole)}
        own_ids = {own_id(each) for each in whole} - whole
        for name in sorted(own_ids):
            meant = self._by_id.get(name, ())
            grids[name] = grids[meant[0]] if len(meant) == 1 else self._grid(name)
        return PriceBook(origin, grids)

    def _grid(self, name: str) -> Grid:
        """How the prices of a name ran with ever more knowledge."""
        subjects, versions = self._relations.of(name, self._by_id.get(name, ()))
        if not any(map(is_price, versions)):
            return NOTHING
        first = {each: self._first[each] for each in subjects if each in self._first}
        known = _days((*knowledge_turns(versions), *(each.known_from for each in first.values())))
        related = Related(versions, Subjects(first, by_id(first)), self._ranks)
        runs = [NOTHING.runs[0]]
        asked: dict[object, Run] = {}
        for day in known:
            moment = Moment(0, _last(day), self._moment.position)
            course = related.course(moment)
            bearers = [each for each, by in first.items() if by.known_from <= moment.known_at]
            key = course, len(bearers)
            if key not in asked:
                asked[key] = self._run(related, name, moment, _days(course.turns))
            runs.append(asked[key])
        grid = Grid(*_joined(known, runs))
        return self._grids.setdefault(grid, grid)

    def _run(self, related: Related, name: str, moment: Moment, days: Sequence[int]) -> Run:
        """How its prices ran with the knowledge of a moment, where it changes on some days."""
        asked = [days[0] - 1, *days] if days else [0]
        cells = [self._cell(related, moment.at(_last(day)), name) for day in asked]
        return Run(*_joined(days, cells))

    def _cell(self, related: Related, moment: Moment, name: str) -> Cell:
        try:
            lines = listed(related, moment, name)
        except Ambiguous as several:
            return SeveralSubjects(name, several.candidates)
        except (NotFound, InvalidInput):
            return self._cells.setdefault((), Cell({}))
        tiers = {price.component.tier for price in lines.prices}
        lists = {tier: self._list(lines, tier) for tier in sorted(tiers)}
        sold = {tier: each for tier, each in lists.items() if each is not None}
        key = tuple((tier, id(each)) for tier, each in sold.items())
        return self._cells.setdefault(key, Cell(sold))

    def _list(self, lines: Listed, tier: str) -> PriceList | None:
        try:
            prices = charged(lines, tier).prices
        except NotFound:
            return None
        at_tier = [price for price in prices if price.component.tier == tier]
        key = tuple(_lines(at_tier))
        if not key:
            return None
        if key not in self._lists:
            self._lists[key] = PriceList(key)
        return self._lists[key]


def _lines(prices: Iterable[Price]) -> Iterator[PriceLine]:
    by_direction: dict[tuple[str, str], list[Price]] = defaultdict(list)
    for price in prices:
        by_direction[price.component.direction, price.component.modality].append(price)
    for several in by_direction.values():
        usual = at_usual_hours(several)
        marginal = max(usual, key=lambda each: each.component.above).event.bands == "marginal"
        for price in several:
            line = price.component
            yield PriceLine(
                direction=line.direction,
                modality=line.modality,
                above=line.above,
                hours=None if line.hours is None else str(line.hours),
                is_usual=price in usual,
                is_marginal=marginal,
                amount=line.amount,
                unit=line.unit,
                per_million=_without_idle_zeros(line.per_million),
                currency=price.currency,
                voice=price.held.voice,
                because=price.held.because,
            )


def _without_idle_zeros(number: Decimal | None) -> Decimal | None:
    return None if number is None else Decimal(amount.text(number))


def _days(instants: Iterable[int]) -> list[int]:
    """The days at whose end something is otherwise, ascending, as numbers since 1970."""
    dated = {at // instant.DAY for at in instants if instant.BEFORE_ALL < at < instant.AFTER_ALL}
    return sorted(dated)


def _last(day: int) -> int:
    """The last instant of a day."""
    return (day + 1) * instant.DAY - 1


def _joined(days: Sequence[int], states: Sequence[T]) -> tuple[tuple[date, ...], tuple[T, ...]]:
    """The days on which something else began, and the states before the first and from each on."""
    kept_days, kept = [], [states[0]]
    for day, state in zip(days, states[1:], strict=True):
        if state != kept[-1]:
            kept_days.append(instant.to_datetime(day * instant.DAY).date())
            kept.append(state)
    return tuple(kept_days), tuple(kept)
