"""provider_share: which part of a market each provider holds, by a named measure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ecosys import amount
from ecosys.events.described import Described
from ecosys.events.launched import Launched
from ecosys.events.observed import Observed
from ecosys.events.price_changed import PriceChanged
from ecosys.hold import Held
from ecosys.identity import provider_of
from ecosys.instant import DAY, day_of
from ecosys.launches import first_launches
from ecosys.price import in_force, series
from ecosys.projection import Ask, Coverage, Figure, Parameters, Point, projection, rests_on
from ecosys.series import choose, statements

FEWEST = 3
"""Below three comparable members a share says nothing."""
CLIENT_LIBRARY = "client_library_of"
"""The attribute that marks a package as a provider's own client library."""

DEFINITIONS = {
    "downloads": "downloads in 30 days from PyPI of the providers' own Python client libraries; "
    "mirrors and CI included, other languages and channels not: not a market share",
    "developers": "developers that providers say have ever built on them; each counts in its own "
    "way: comparable in order of magnitude at most",
    "launches": "models that providers launched so far, previews included, announcements not",
    "models": "models that providers list a price for at the moment, at their own channel",
}


class ProviderShareParameters(Parameters):
    """What to measure by."""

    basis: Literal["downloads", "developers", "launches", "models"] = "downloads"
    """downloads of client libraries, developers, launches of models, or models with a price."""


@dataclass(frozen=True, slots=True)
class Member:
    """One provider's figure, with what it rests on."""

    value: Decimal
    figures: tuple[tuple[str, str, Decimal, int], ...]
    """Subject, date, figure and the instant of the date."""
    held: tuple[Held, ...]


@projection(
    takes=["observed", "launched", "described", "price_changed"],
    unit="ratio",
    version=1,
    per="all",
    parameters=ProviderShareParameters,
)
def provider_share(
    events: Sequence[Held], ask: Ask[ProviderShareParameters]
) -> Iterator[Point | Coverage]:
    """Which part each provider holds of a total, by a named measure, at `as_of`.

    Share = a provider's newest figure divided by the sum of the newest figures of all providers
    that have one. The measures are downloads of client libraries (default), developers, launched
    models, and models with a list price; each names what it leaves out. Below three providers
    there are not enough facts. Definition: ours; the shares add up to 1 over those included.
    """
    basis = ask.parameters.basis
    members = _MEASURES[basis](events, ask)
    reason = None
    if len(members) < FEWEST:
        reason = f"not enough facts: {len(members)} providers with a figure, {FEWEST} are needed"
    total = sum((member.value for member in members.values()), Decimal(0))
    asked = ask.parameters.subject
    if reason is None and total:
        for provider, member in sorted(members.items(), key=lambda each: -each[1].value):
            if asked is None or provider == provider_of(asked):
                yield _share(provider, member, total, ask)
    yield Coverage(
        definition=DEFINITIONS[basis],
        included=tuple(_figures(members, ask)),
        reason=reason,
    )


def _share(
    provider: str, member: Member, total: Decimal, ask: Ask[ProviderShareParameters]
) -> Point:
    return Point(
        subject=provider,
        at=day_of(ask.moment.as_of),
        value=amount.ratio(member.value, total),
        unit="ratio",
        **rests_on(member.held),
        labels={"basis": ask.parameters.basis, "figure": amount.text(member.value)},
    )


def _figures(members: dict[str, Member], ask: Ask[ProviderShareParameters]) -> Iterator[Figure]:
    for _, member in sorted(members.items()):
        for subject, at, value, start in member.figures:
            yield Figure(subject, at, value, (ask.moment.as_of - start) // DAY)


def _by_downloads(events: Sequence[Held], ask: Ask[ProviderShareParameters]) -> dict[str, Member]:
    libraries = {
        held.event.subject: held.event.value
        for held in events
        if isinstance(held.event, Described) and held.event.attribute == CLIENT_LIBRARY
    }
    found = _newest(events, "pypi_downloads_30d", ask)
    return _summed(
        (libraries[event.subject], event, held)
        for event, held in found
        if event.subject in libraries
    )


def _by_developers(events: Sequence[Held], ask: Ask[ProviderShareParameters]) -> dict[str, Member]:
    found = _newest(events, "developers", ask)
    return _summed((provider_of(event.subject), event, held) for event, held in found)


def _newest(
    events: Iterable[Held], metric: str, ask: Ask[ProviderShareParameters]
) -> Iterator[tuple[Observed, Held]]:
    """The figure in force of each subject."""
    wanted = [
        held for held in events if isinstance(held.event, Observed) and held.event.metric == metric
    ]
    for said in statements(wanted).values():
        choice = choose(said, ask.moment.as_of, ask.ranks)
        if choice is not None and isinstance(event := choice.statement.held.event, Observed):
            yield event, choice.statement.held


def _summed(found: Iterable[tuple[str, Observed, Held]]) -> dict[str, Member]:
    by: dict[str, list[tuple[Observed, Held]]] = defaultdict(list)
    for provider, event, held in found:
        by[provider].append((event, held))
    return {
        provider: Member(
            sum((event.value for event, _ in figures), Decimal(0)),
            tuple(
                (event.subject, event.occurred.date, event.value, event.occurred.start)
                for event, _ in figures
            ),
            tuple(held for _, held in figures),
        )
        for provider, figures in by.items()
    }


def _by_launches(events: Sequence[Held], ask: Ask[ProviderShareParameters]) -> dict[str, Member]:
    models = [
        held
        for held in events
        if isinstance(held.event, Launched) and held.event.what in ("model", "open_weights")
    ]
    launched: dict[str, dict[str, Held]] = defaultdict(dict)
    for subject, held in first_launches(models, ask.ranks, ask.moment.as_of).items():
        launched[provider_of(subject)][subject] = held
    return _counted(launched)


def _by_models(events: Sequence[Held], ask: Ask[ProviderShareParameters]) -> dict[str, Member]:
    sold: dict[str, dict[str, Held]] = defaultdict(dict)
    facts = [held for held in events if isinstance(held.event, PriceChanged)]
    for price in in_force(series(facts), ask.moment, ask.ranks):
        subject = price.event.subject
        sold[provider_of(subject)].setdefault(subject, price.held)
    return _counted(sold)


def _counted(found: dict[str, dict[str, Held]]) -> dict[str, Member]:
    return {
        provider: Member(Decimal(len(subjects)), (), tuple(subjects.values()))
        for provider, subjects in found.items()
    }


_MEASURES = {
    "downloads": _by_downloads,
    "developers": _by_developers,
    "launches": _by_launches,
    "models": _by_models,
}
