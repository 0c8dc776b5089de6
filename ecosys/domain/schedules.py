"""Schedules: what became of ends and prices that were announced ahead."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, cast

from ecosys.domain.endings import notice
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.events.deprecated import Deprecated
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Held, View
from ecosys.moment.series import rank_of
from ecosys.values import instant
from ecosys.values.when import When

Kind = Literal["shutdown", "price"]


@dataclass(frozen=True, slots=True)
class Schedule:
    """One announcement with every date that it was ever given, from the first to the present."""

    kind: Kind
    versions: tuple[Held, ...]

    @property
    def place(self) -> tuple[str, ...]:
        """What its series begin with: subject and channel stand first."""
        for series in self.held.series:
            return cast("tuple[str, ...]", series)
        raise ValueError(f"{self.held.id} announces nothing")

    @property
    def held(self) -> Held:
        """The announcement as it stands, with all that moved it."""
        return self.versions[-1]

    @property
    def dates(self) -> tuple[When | None, ...]:
        """The dates that it was given, one after the other."""
        return tuple(_date(each) for each in self.versions)

    @property
    def cancelled(self) -> bool:
        """Whether it was called off."""
        return self.held.cancelled

    @property
    def moves(self) -> int:
        """How often its date was set anew."""
        dated = [_date(each) for each in self.versions if not each.cancelled]
        return sum(before != after for before, after in pairwise(dated))

    @property
    def changed(self) -> bool:
        """Whether it was moved or called off."""
        return self.cancelled or self.moves > 0

    @property
    def shift(self) -> int | None:
        """Days from the first date to the present one; None where one is not firm, or it is off."""
        return None if self.cancelled else notice(self.dates[0], self.dates[-1])


def schedules(view: View, channel: str = FIRST_PARTY) -> list[Schedule]:
    """What was announced ahead by a moment, each announcement once, by its best voice.

    Takes facts with their history. A shutdown counts where its first date was firm and lay
    ahead; a price where it was stated at least a day before it was to take effect.
    """
    announced = [each for each in _chains(view, channel) if _is_announced(each, view.as_of)]
    best: dict[object, int] = {}
    for each in announced:
        key, rank = _about(each), rank_of(each.held, view.ranks)
        best[key] = min(rank, best.get(key, rank))
    chosen = [each for each in announced if rank_of(each.held, view.ranks) == best[_about(each)]]
    return sorted(filter(_is_ahead, chosen), key=lambda each: (each.held.known_from, each.held.id))


def _chains(view: View, channel: str) -> Iterable[Schedule]:
    by_id: dict[str, list[Held]] = defaultdict(list)
    for kind in (Deprecated, PriceChanged):
        of_kind = view.of(kind) if channel == ANY_CHANNEL else view.of(kind, channel={channel})
        for held in of_kind.facts:
            by_id[held.id].append(held)
    for versions in by_id.values():
        for last in versions:
            if not last.superseded:  # else it was retracted
                same = [each for each in versions if each.position == last.position]
                same.sort(key=lambda each: len(each.because))
                yield Schedule(_kind(last), tuple(same))


def _kind(held: Held) -> Kind:
    return "shutdown" if issubclass(held.kind, Deprecated) else "price"


def _date(held: Held) -> When | None:
    return held.date("shutdown") if issubclass(held.kind, Deprecated) else held.when


def _is_announced(schedule: Schedule, as_of: int) -> bool:
    first = schedule.versions[0]
    since = first.start if schedule.kind == "shutdown" else first.known_from
    return since is not None and since <= as_of


def _is_ahead(schedule: Schedule) -> bool:
    """Whether the first date was firm and lay ahead when it was said."""
    first = schedule.versions[0]
    date = _date(first)
    if date is None or date.bound or date.unknown or first.start is None:
        return False
    if schedule.kind == "shutdown":
        return first.start < date.end
    return instant.midnight(first.known_from) < date.start


def _about(schedule: Schedule) -> object:
    """What is announced: of an end all that its series tells it by, of a price what is sold."""
    return schedule.kind, *schedule.place[: None if schedule.kind == "shutdown" else 2]
