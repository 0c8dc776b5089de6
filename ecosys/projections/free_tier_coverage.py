"""free_tier_coverage: which providers let one begin without paying."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import chain

from ecosys.event.subject import provider_of
from ecosys.events.described import Described
from ecosys.events.launched import Launched
from ecosys.moment import Held, View
from ecosys.moment.series import Statement
from ecosys.projection import (
    Context,
    Coverage,
    Figure,
    Parameters,
    Point,
    point_of,
    projection,
    rests_on,
)
from ecosys.projection.groups import MARKET, too_few
from ecosys.values import amount, words
from ecosys.values.instant import DAY, day_of

KINDS = ("free_tier", "trial_credit")
"""The attributes that are read: what is free for good, and credit to begin with."""


@dataclass(slots=True)
class Offers:
    """What a provider is said to give away at a moment, by kind."""

    stated: dict[str, list[Statement]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    def given(self, kind: str) -> list[Statement]:
        """What is in force and no denial, the newest first."""
        offering = (each for each in self.stated[kind] if not words.denies(str(each.value)))
        return sorted(offering, key=lambda each: each.order, reverse=True)

    def answer(self, kind: str) -> Decimal | None:
        """1: offered; 0: said not to be; None: nobody says."""
        if self.given(kind):
            return Decimal(1)
        return Decimal(0) if self.stated[kind] else None

    @property
    def either(self) -> Decimal | None:
        """Whether any of it is offered; 0 only where all of it is denied."""
        answers = [self.answer(kind) for kind in KINDS]
        return Decimal(1) if Decimal(1) in answers else None if None in answers else Decimal(0)

    @property
    def all(self) -> Iterator[Statement]:
        """The statements of every kind."""
        return (each for stated in self.stated.values() for each in stated)

    @property
    def newest(self) -> Statement | None:
        """The last statement of all."""
        return max(self.all, key=lambda each: each.order, default=None)


def offers_of(view: View) -> Mapping[str, Offers]:
    """What is said to be free, by provider, of those of which anything was said."""
    by: dict[str, Offers] = defaultdict(Offers)
    for (subject, _, kind), stated in chain.from_iterable(view.parts.each(_statements)):
        if min(each.start for each in stated) > view.as_of:
            continue
        offered, choice = by[provider_of(subject)], view.choose(stated)
        if choice is not None:
            offered.stated[kind].append(choice.statement)
    return by


Series = tuple[str, str, str]
"""Subject, channel and kind."""


def _statements(view: View) -> Sequence[tuple[Series, Sequence[Statement]]]:
    by: dict[Series, list[Statement]] = defaultdict(list)
    for held in view.facts:
        is_launch = issubclass(held.kind, Launched)
        if is_launch and held.start is not None and _speaks_of_api(held):
            key = (held.subject, held.field("channel"), "free_tier")
            value = "yes" if held.field("free_tier") else "no"
            by[key].append(Statement(key, value, held.start, held.until, held))
    for stated in view.of(Described, attribute=KINDS).series.values():
        described = stated[0].held.event
        assert isinstance(described, Described)
        by[described.subject, described.channel, described.attribute] += stated
    return sorted(by.items())


def _speaks_of_api(launch: Held) -> bool:
    """Whether a launch says if an API can be used free: a free chat for people says nothing."""
    return launch.field("free_tier") is not None and launch.field("what") != "product"


DEFINITION = (
    "providers that launched an API or a model, or of which a free tier or credit was stated; as "
    "old as its statement, and a quota may be too small to build on"
)
_PER_DAY = re.compile(r"(\d[\d,]*) requests/day")


def _reads(held: Held, _: Parameters) -> bool:
    described = held.of(Described)
    return described is None or described.attribute in KINDS


@projection(takes=["described", "launched"], unit="providers", version=1, per="all", reads=_reads)
def free_tier_coverage(
    events: Sequence[Held], context: Context[Parameters]
) -> Iterator[Point | Coverage]:
    """Which providers offer a free tier or trial credit at the moment, and which share that is.

    A provider's points say for each kind 1 (offered, with the newest wording), 0 (said not to be
    offered) or None (nobody says, or what was said has ended), and for `either` 0 only where both
    are denied. `requests_per_day` are the quotas of single models, where they are worded so: how
    generous a tier is. The market's share = providers that offer either, divided by all known;
    `high` counts those of which nobody says as well. Free chats for people are no free tier of an
    API. Definition: ours; most is read from a list kept by volunteers, as of the day it was seen.
    """
    view = context.view(events)
    offers = offers_of(view)
    providers = sorted({*offers, *_launching(view)})
    asked = None if context.parameters.subject is None else provider_of(context.parameters.subject)
    for provider, offered in sorted(offers.items()):
        if asked in (None, provider):
            points = partial(_of, provider, offered, context)
            yield from view.parts.once(provider, offered, points)
    if providers and asked in (None, MARKET):
        yield _share(providers, offers, context)
    unknown = {provider for provider in providers if provider not in offers}
    unknown |= {provider for provider, offered in offers.items() if offered.either is None}
    figures = tuple(_figures(offers, context))
    yield Coverage(DEFINITION, figures, tuple(sorted(unknown)), _too_few(offers))


def _launching(view: View) -> set[str]:
    """The providers that have launched an API or a model by the moment."""
    return set(chain.from_iterable(view.parts.each(_launching_parts)))


def _launching_parts(view: View) -> set[str]:
    return {
        provider_of(event.subject)
        for held in view.begun().facts
        if (event := held.of(Launched)) is not None
        and (event.what == "api" or event.is_model)
        and event.stage != "announced"
    }


def _of(provider: str, offers: Offers, context: Context[Parameters]) -> Iterator[Point]:
    for kind in KINDS:
        yield _kind(provider, kind, offers, context)
    yield Point(
        provider,
        day_of(context.moment.as_of),
        offers.either,
        "providers",
        labels={"part": "either"},
        **rests_on(each.held for each in offers.all),
    )
    for each in offers.given("free_tier"):
        if quota := _PER_DAY.search(str(each.value)):
            value = Decimal(quota[1].replace(",", ""))
            labels = {"part": "requests_per_day", "stated": str(each.value)}
            yield point_of(each, context, value=value, unit="requests per day", labels=labels)


def _kind(provider: str, kind: str, offers: Offers, context: Context[Parameters]) -> Point:
    stated = offers.given(kind) or offers.stated[kind]
    if not stated:
        labels = {"part": kind, "missing": "nothing stated that holds"}
        return Point(provider, day_of(context.moment.as_of), None, "providers", labels=labels)
    newest = max(stated, key=lambda each: each.order)
    return point_of(
        newest,
        context,
        subject=provider,
        value=offers.answer(kind),
        unit="providers",
        labels={
            "part": kind,
            "of": newest.held.subjects[0],
            "stated": str(newest.value),
            "statements": str(len(stated)),
        },
        **rests_on(each.held for each in stated),
    )


def _share(
    providers: Sequence[str], offers: Mapping[str, Offers], context: Context[Parameters]
) -> Point:
    answers = [offers[each].either if each in offers else None for each in providers]
    offering, unknown = answers.count(Decimal(1)), answers.count(None)
    enough = _too_few(offers) is None
    low, high = (
        amount.ratio(Decimal(each), Decimal(len(providers)))
        for each in (offering, offering + unknown)
    )
    return Point(
        MARKET,
        day_of(context.moment.as_of),
        low if enough else None,
        "ratio",
        high=high if enough and unknown else None,
        labels={
            "part": "share",
            "offering": str(offering),
            "unknown": str(unknown),
            "providers": str(len(providers)),
        },
        **rests_on(each.held for offered in offers.values() for each in offered.all),
    )


def _too_few(offers: Mapping[str, Offers]) -> str | None:
    """Why a share says nothing where of too few providers anything is stated that holds."""
    stated = sum(1 for offered in offers.values() if offered.newest)
    return too_few(stated, "providers stated")


def _figures(offers: Mapping[str, Offers], context: Context[Parameters]) -> Iterator[Figure]:
    for provider, offered in sorted(offers.items()):
        newest = offered.newest
        if newest is not None and offered.either is not None and newest.held.event.when:
            age = (context.moment.as_of - newest.start) // DAY
            yield Figure(provider, newest.held.event.when.date, offered.either, age)
