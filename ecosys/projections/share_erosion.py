"""share_erosion: how fast each provider's share of a measure falls or rises."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from ecosys.domain import shares
from ecosys.domain.shares import Basis, Member
from ecosys.event.subject import provider_of
from ecosys.moment import Held, View
from ecosys.projection import Context, Coverage, Lineage, Parameters, Point, projection, rests_on
from ecosys.values import amount
from ecosys.values.instant import DAY, day_of
from ecosys.values.period import ends
from ecosys.values.span import YEAR


class ShareErosionParameters(Parameters):
    """What to measure by."""

    basis: Basis = "downloads"
    """downloads of client libraries, developers, launches of models, or models with a price."""


@dataclass(frozen=True, slots=True)
class State:
    """The members of the market at the end of a year, or at the moment asked for."""

    at: int
    members: Mapping[str, Member]

    def share(self, provider: str, among: Mapping[str, Member] | None = None) -> Decimal:
        """A provider's part of the whole; of those among some, where they are given."""
        kept = self.members if among is None else self._kept(among)
        return amount.ratio(self.members[provider].value, shares.total(kept))

    def _kept(self, among: Mapping[str, Member]) -> dict[str, Member]:
        return {name: member for name, member in self.members.items() if name in among}


@projection(
    takes=shares.TAKES,
    unit="ratio per year",
    version=4,
    per="all",
    parameters=ShareErosionParameters,
    reads=shares.reads,
)
def share_erosion(
    events: Sequence[Held], context: Context[ShareErosionParameters]
) -> Iterator[Point | Coverage]:
    """By how much each provider's share changes per year, by a named measure; below zero it erodes.

    Shares are those of `provider_share` by the same measure, at the end of each year from its first
    dated fact on and at `as_of`, wherever three providers have a figure. The points of a provider
    are its share at each date; the change since the date before, divided by the years between; the
    same among those alone that had a figure at both dates (`same_members`), which a newly measured
    provider cannot lower; and the change over the whole time. -0.05 is five percentage points lost
    a year. An old figure answers until a newer one is known: the coverage tells the ages of the
    latest. Definition: ours; the shares leave out what their measure leaves out: a share of
    downloads is not a market share.
    """
    view, basis = context.view(events), context.parameters.basis
    states = list(_states(view, basis))
    for state in states:
        grounds = rests_on(shares.grounds(state.members))
        for provider in sorted(state.members):
            yield from _asked(context, _share(state, provider, grounds, context))
    for before, after in pairwise(states):
        yield from _asked(context, *_changes(before, after, "change", context))
        yield from _asked(context, *_changes(before, after, "same_members", context))
    if len(states) > 2:
        yield from _asked(context, *_changes(states[0], states[-1], "whole", context))
    yield shares.coverage(
        basis, shares.members(basis, shares.measured(basis, view)), context.moment
    )


def _asked(context: Context[ShareErosionParameters], *points: Point) -> Iterator[Point]:
    asked = context.parameters.subject
    yield from (each for each in points if asked is None or each.subject == provider_of(asked))


def _states(view: View, basis: Basis) -> Iterator[State]:
    """The market at the end of each year in which there is enough of it."""
    start = shares.first_start(basis, view)
    first = view.as_of + 1 if start is None else start
    read = shares.measured(basis, view)
    for end in ends(first, view.as_of, "year"):
        members = shares.members(basis, read.at(end))
        if not shares.too_few(members) and shares.total(members):
            yield State(end, members)


def _share(
    state: State, provider: str, grounds: Lineage, context: Context[ShareErosionParameters]
) -> Point:
    return Point(
        subject=provider,
        at=day_of(state.at),
        value=state.share(provider),
        unit="ratio",
        **grounds,
        labels={
            "statistic": "share",
            "basis": context.parameters.basis,
            "members": str(len(state.members)),
        },
    )


def _only(names: Collection[str], *states: State) -> tuple[dict[str, Member], ...]:
    """The members of these names alone, of each state."""
    return tuple({name: state.members[name] for name in names} for state in states)


def _changes(
    before: State, after: State, statistic: str, context: Context[ShareErosionParameters]
) -> Iterator[Point]:
    both = {name: member for name, member in after.members.items() if name in before.members}
    among = both if statistic == "same_members" else None
    compared = (before.members, after.members) if among is None else _only(both, before, after)
    grounds = rests_on(held for market in compared for held in shares.grounds(market))
    years = Decimal((after.at - before.at) // DAY) / YEAR
    for provider in sorted(both) if shares.total(both) else ():
        change = after.share(provider, among) - before.share(provider, among)
        yield Point(
            subject=provider,
            at=day_of(after.at),
            value=amount.ratio(change, years),
            unit="ratio per year",
            **grounds,
            labels={
                "statistic": statistic,
                "basis": context.parameters.basis,
                "from": day_of(before.at),
            },
        )
