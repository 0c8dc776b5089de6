"""free_tier_coverage: which providers let one begin without paying."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from ecosys.event.subject import provider_of
from ecosys.events.launched import Launched
from ecosys.moment import Held
from ecosys.offers import KINDS, Offers
from ecosys.offers import offers as offered_by
from ecosys.projection import (
    Ask,
    Coverage,
    Figure,
    Parameters,
    Point,
    point_of,
    projection,
    rests_on,
)
from ecosys.projection.groups import MIN_MEMBERS
from ecosys.values import amount
from ecosys.values.instant import DAY, day_of

MARKET = "market"
"""The subject of what is said of all providers together."""
DEFINITION = (
    "providers that launched an API or a model, or of which a free tier or credit was stated; as "
    "old as its statement, and a quota may be too small to build on"
)
_PER_DAY = re.compile(r"(\d[\d,]*) requests/day")


@projection(takes=["described", "launched"], unit="providers", version=1, per="all")
def free_tier_coverage(events: Sequence[Held], ask: Ask[Parameters]) -> Iterator[Point | Coverage]:
    """Which providers offer a free tier or trial credit at the moment, and which share that is.

    A provider's points say for each kind 1 (offered, with the newest wording), 0 (said not to be
    offered) or None (nobody says, or what was said has ended), and for `either` 0 only where both
    are denied. `requests_per_day` are the quotas of single models, where they are worded so: how
    generous a tier is. The market's share = providers that offer either, divided by all known;
    `high` counts those of which nobody says as well. Free chats for people are no free tier of an
    API. Definition: ours; most is read from a list kept by volunteers, as of the day it was seen.
    """
    offers = offered_by(events, ask.moment.as_of, ask.ranks)
    providers = sorted({*offers, *_launching(events, ask)})
    asked = None if ask.parameters.subject is None else provider_of(ask.parameters.subject)
    for provider, offered in sorted(offers.items()):
        if asked in (None, provider):
            yield from _of(provider, offered, ask)
    if providers and asked in (None, MARKET):
        yield _share(providers, offers, ask)
    unknown = {provider for provider in providers if provider not in offers}
    unknown |= {provider for provider, offered in offers.items() if offered.either is None}
    reason = None
    if (stated := _stated(offers)) < MIN_MEMBERS:
        reason = f"not enough facts: {stated} providers stated, {MIN_MEMBERS} are needed"
    yield Coverage(DEFINITION, tuple(_figures(offers, ask)), tuple(sorted(unknown)), reason)


def _launching(events: Iterable[Held], ask: Ask[Parameters]) -> set[str]:
    """The providers that have launched an API or a model by the moment."""
    return {
        provider_of(held.event.subject)
        for held in events
        if isinstance(held.event, Launched)
        and held.event.what in ("api", "model", "open_weights")
        and held.event.stage != "announced"
        and held.start is not None
        and held.start <= ask.moment.as_of
    }


def _of(provider: str, offers: Offers, ask: Ask[Parameters]) -> Iterator[Point]:
    for kind in KINDS:
        yield _kind(provider, kind, offers, ask)
    held = [each.held for said in offers.stated.values() for each in said]
    yield Point(
        provider,
        day_of(ask.moment.as_of),
        offers.either,
        "providers",
        labels={"part": "either"},
        **rests_on(held),
    )
    for each in offers.given("free_tier"):
        if quota := _PER_DAY.search(str(each.value)):
            value = Decimal(quota[1].replace(",", ""))
            labels = {"part": "requests_per_day", "stated": str(each.value)}
            yield point_of(each, ask, value=value, unit="requests per day", labels=labels)


def _kind(provider: str, kind: str, offers: Offers, ask: Ask[Parameters]) -> Point:
    said = offers.given(kind) or offers.stated[kind]
    if not said:
        labels = {"part": kind, "missing": "nothing stated that holds"}
        return Point(provider, day_of(ask.moment.as_of), None, "providers", labels=labels)
    newest = max(said, key=lambda each: each.order)
    return point_of(
        newest,
        ask,
        subject=provider,
        value=offers.answer(kind),
        unit="providers",
        labels={
            "part": kind,
            "of": newest.held.event.subjects[0],
            "stated": str(newest.value),
            "statements": str(len(said)),
        },
        **rests_on(each.held for each in said),
    )


def _share(providers: Sequence[str], offers: Mapping[str, Offers], ask: Ask[Parameters]) -> Point:
    answers = [offers[each].either if each in offers else None for each in providers]
    offering, unknown = answers.count(Decimal(1)), answers.count(None)
    enough = _stated(offers) >= MIN_MEMBERS
    low, high = (
        amount.ratio(Decimal(each), Decimal(len(providers)))
        for each in (offering, offering + unknown)
    )
    return Point(
        MARKET,
        day_of(ask.moment.as_of),
        low if enough else None,
        "ratio",
        high=high if enough and unknown else None,
        labels={
            "part": "share",
            "offering": str(offering),
            "unknown": str(unknown),
            "providers": str(len(providers)),
        },
        **rests_on(
            each.held
            for offered in offers.values()
            for said in offered.stated.values()
            for each in said
        ),
    )


def _stated(offers: Mapping[str, Offers]) -> int:
    """Of how many providers anything is stated that holds."""
    return sum(1 for offered in offers.values() if offered.newest)


def _figures(offers: Mapping[str, Offers], ask: Ask[Parameters]) -> Iterator[Figure]:
    for provider, offered in sorted(offers.items()):
        newest = offered.newest
        if newest is not None and offered.either is not None and newest.held.event.when:
            age = (ask.moment.as_of - newest.start) // DAY
            yield Figure(provider, newest.held.event.when.date, offered.either, age)
