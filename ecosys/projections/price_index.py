"""price_index: how prices moved since a first day, which is 100."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from ecosys.chain import Link, Member, chain, extreme
from ecosys.event.subject import provider_of, within
from ecosys.moment import Held
from ecosys.price_runs import DIRECTIONS, Promotions, Run, closed, runs, shutdowns
from ecosys.projection import Ask, Coverage, Parameters, Point, projection, rests_on
from ecosys.projection.groups import by_group, rounded
from ecosys.values.instant import day_of
from ecosys.values.period import Every, ends


class PriceIndexParameters(Parameters):
    """What to follow, and how closely."""

    kind: Literal["models", "cheapest", "flagship"] = "models"
    """models: each model; cheapest, flagship: each provider's lowest or highest price on offer."""
    direction: Literal["input", "output"] = "input"
    """Which price to follow."""
    every: Literal["change", Every] = "change"
    """A point at each change, or at the end of each month or year."""
    promotions: Promotions = "counted"
    """counted: what buyers pay; left_out: prices given with an end are passed over."""


@projection(
    takes=["price_changed", "deprecated"],
    unit="index",
    version=1,
    parameters=PriceIndexParameters,
)
def price_index(
    events: Sequence[Held], ask: Ask[PriceIndexParameters]
) -> Iterator[Point | Coverage]:
    """How list prices moved since a provider's first one, which is 100, in a chained index.

    At each change the index is multiplied by the geometric mean of new price / old price over
    the members that had a price just before and have one now, those that did not move included:
    I(t) = I(t-1) x (product of p(t) / p(t-1)) ^ (1/n). What comes new or stops answering does
    not move it by itself. Members are models (kind=models): the price of an unchanged model; or
    providers at their lowest (cheapest) or highest (flagship: the top of the list, models that
    think longer included, because nobody declares a flagship) price on offer, which new models
    do move. In US dollars per million tokens of text at standard tier, of models that list input
    and output and still answer; free ones are left out, since nothing can be divided by zero. By
    provider and for all together, from the first price on, each date by what is known at the
    moment; the label `members` is n. Definition: matched-model Jevons index, chained, after the
    Consumer Price Index Manual of the ILO and others; no weights, because nobody publishes what
    is bought; no account of what the models can do.
    """
    chosen = ask.parameters
    members = _members(_on_offer(events, ask), chosen)
    for subject, group in by_group(members, _subject, chosen.subject).items():
        links = chain(group)
        if chosen.every != "change":
            links = _sampled(links, ask.moment.as_of, chosen.every)
        for link in links:
            yield _point(subject, link, chosen)
    yield Coverage(
        definition=f"list prices of {chosen.direction} in USD of models that list input and "
        f"output, while they answer; kind: {chosen.kind}; not weighted by what is bought",
    )


def _on_offer(events: Sequence[Held], ask: Ask[PriceIndexParameters]) -> list[Run]:
    """The runs of one direction, each while its model answers, of models that list both."""
    chosen = ask.parameters
    ended = shutdowns(events, ask)
    found: dict[tuple[str, str], dict[str, Run]] = defaultdict(dict)
    for run in runs(events, ask, promotions=chosen.promotions):
        region, currency = run.place
        if currency == "USD" and within(run.subject, chosen.subject):
            found[run.subject, region][run.line.direction] = run
    return [
        closed(both[chosen.direction], ended)
        for both in found.values()
        if both.keys() == set(DIRECTIONS)
    ]


def _members(found: Iterable[Run], chosen: PriceIndexParameters) -> list[Member]:
    if chosen.kind == "models":
        return [Member(run.subject, run.steps) for run in found]
    by: dict[str, list[Run]] = defaultdict(list)
    for run in found:
        by[chosen.subject or provider_of(run.subject)].append(run)
    pick = min if chosen.kind == "cheapest" else max
    return [extreme(subject, members, pick) for subject, members in sorted(by.items())]


def _sampled(links: list[Link], upto: int, every: Every) -> list[Link]:
    """The last link of each period; a period without a change repeats the one before."""
    found = []
    for end in ends(links[0].at, upto, every) if links else []:
        last = [link for link in links if link.at <= end][-1]
        found.append(Link(end, last.value, last.members, last.held))
    return found


def _point(subject: str, link: Link, chosen: PriceIndexParameters) -> Point:
    return Point(
        subject=subject,
        at=day_of(link.at),
        value=rounded(link.value, 4),
        unit="index",
        labels={
            "kind": chosen.kind,
            "direction": chosen.direction,
            "members": str(link.members),
        },
        **rests_on(link.held),
    )


def _subject(member: Member) -> str:
    return member.subject
