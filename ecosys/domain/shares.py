"""Shares: what the members of a market are compared by, and what each measure leaves out."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from typing import Literal, Protocol

from ecosys.domain.endings import ended, endings
from ecosys.domain.launches import first_launches, is_of_model
from ecosys.domain.prices import in_force
from ecosys.event import FIRST_PARTY, Event
from ecosys.event.subject import provider_of
from ecosys.events.deprecated import Deprecated
from ecosys.events.described import Described
from ecosys.events.launched import Launched
from ecosys.events.observed import Observed
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Held, Moment, View
from ecosys.moment.sought import is_of
from ecosys.projection import Coverage, Figure, groups, in_valid_time
from ecosys.values.instant import DAY

Basis = Literal["downloads", "developers", "launches", "models"]
TAKES = ("observed", "launched", "described", "price_changed", "deprecated")
"""The types of events that the measures read."""
CLIENT_LIBRARY = "client_library_of"
"""The attribute that marks a package as a provider's own client library."""
DOWNLOADS = "pypi_downloads_30d"
"""The metric that counts a library's downloads."""

DEFINITIONS = {
    "downloads": "downloads in 30 days from PyPI of the providers' own Python client libraries; "
    "mirrors and CI included, other languages and channels not: not a market share",
    "developers": "developers that providers say have ever built on them; each counts in its own "
    "way: comparable in order of magnitude at most",
    "launches": "models that providers launched so far, previews included, announcements not",
    "models": "models that providers list a price for at the moment, at their own channel, "
    "and have not switched off",
}


class Measuring(Protocol):
    """Parameters that name a measure."""

    basis: Basis


@dataclass(frozen=True, slots=True)
class Member:
    """One provider's figure, with what it rests on."""

    value: Decimal
    figures: tuple[tuple[str, str, Decimal, int], ...]
    """Subject, date, figure and the instant of the date."""
    facts: tuple[Held, ...]


def members(basis: Basis, view: View) -> dict[str, Member]:
    """The figure of each provider that has one at a moment, of the facts that are measured."""
    return _MEASURES[basis](view)


def measured(basis: Basis, view: View) -> View:
    """The facts that a measure reads: to ask them at several times is cheap.

    Where it asks a whole class of events they stay as they are, and it seeks what is in force.
    """
    if view.is_sought and any(where is None and not parts for _, where, parts in _READS[basis]):
        return view
    read = [
        (some if where is None else some.only(where)).facts
        for kind, where, parts in _READS[basis]
        for some in (view.of(kind, None, **parts),)
    ]
    facts = read[0] if len(read) == 1 else sorted(chain.from_iterable(read), key=in_valid_time)
    return replace(view, facts=facts)


def first_start(basis: Basis, view: View) -> int | None:
    """The first instant at which something that a measure reads is so, of what has a date."""
    starts = (view.of(kind, None, **parts).first_start() for kind, _, parts in _READS[basis])
    return min((start for start in starts if start is not None), default=None)


def reads(held: Held, chosen: Measuring) -> bool:
    """Whether a fact is one that the measure asked for reads."""
    return any(
        issubclass(held.kind, kind)
        and is_of(held, {kind.series_parts.index(part): some for part, some in parts.items()})
        and (where is None or where(held))
        for kind, where, parts in _READS[chosen.basis]
    )


def total(market: Mapping[str, Member]) -> Decimal:
    """The figures of all members together."""
    return sum((member.value for member in market.values()), Decimal(0))


def grounds(market: Mapping[str, Member]) -> Iterator[Held]:
    """What a share among these members rests on: its own figure, and those it is compared with."""
    return (held for member in market.values() for held in member.facts)


def too_few(market: Mapping[str, Member]) -> str | None:
    """Why shares among these members would say nothing; None: they do."""
    return groups.too_few(len(market), "providers with a figure")


def coverage(basis: Basis, market: Mapping[str, Member], moment: Moment) -> Coverage:
    """What a share of these members could see, with the age of each figure."""
    included = tuple(
        Figure(subject, at, value, (moment.as_of - start) // DAY)
        for _, member in sorted(market.items())
        for subject, at, value, start in member.figures
    )
    return Coverage(DEFINITIONS[basis], included, reason=too_few(market))


Measurement = tuple[str, Observed, tuple[Held, ...]]
"""A provider, a figure that counts for it, and what that rests on."""


def _by_downloads(view: View) -> dict[str, Member]:
    libraries = {
        stated.subject: (stated.value, held)
        for held in view.of(Described).facts
        if (stated := held.of(Described)) is not None
    }
    downloads: list[Measurement] = []
    for event, held in _newest(view):
        if event.subject in libraries:
            provider, library = libraries[event.subject]
            downloads.append((provider, event, (held, library)))
    return _summed(downloads)


def _by_developers(view: View) -> dict[str, Member]:
    figures = _newest(view)
    return _summed((provider_of(event.subject), event, (held,)) for event, held in figures)


def _newest(view: View) -> Iterator[tuple[Observed, Held]]:
    """The figure in force of each subject."""
    for choice in view.in_force():
        if isinstance(event := choice.held.event, Observed):
            yield event, choice.held


def _summed(measurements: Iterable[Measurement]) -> dict[str, Member]:
    by: dict[str, list[tuple[Observed, tuple[Held, ...]]]] = defaultdict(list)
    for provider, event, facts in measurements:
        by[provider].append((event, facts))
    return {
        provider: Member(
            sum((event.value for event, _ in figures), Decimal(0)),
            tuple(
                (event.subject, event.occurred.date, event.value, event.occurred.start)
                for event, _ in figures
            ),
            tuple(held for _, facts in figures for held in facts),
        )
        for provider, figures in by.items()
    }


def _by_launches(view: View) -> dict[str, Member]:
    launched: dict[str, dict[str, Held]] = defaultdict(dict)
    for subject, held in first_launches(view).items():
        launched[provider_of(subject)][subject] = held
    return _counted(launched)


def _by_models(view: View) -> dict[str, Member]:
    sold: dict[str, dict[str, Held]] = defaultdict(dict)
    gone = ended(endings(view), view.as_of)
    for price in in_force(view):
        subject = price.subject
        if subject in gone:
            continue
        sold[provider_of(subject)].setdefault(subject, price.held)
    return _counted(sold)


def _counted(providers: Mapping[str, Mapping[str, Held]]) -> dict[str, Member]:
    return {
        provider: Member(Decimal(len(subjects)), (), tuple(subjects.values()))
        for provider, subjects in providers.items()
    }


Read = tuple[type[Event], Callable[[Held], bool] | None, Mapping[str, Collection[str]]]
"""A class of events, which of them, and what may stand in some parts of their series."""
_READS: Mapping[Basis, Sequence[Read]] = {
    "downloads": (
        (Observed, None, {"metric": {DOWNLOADS}}),
        (Described, None, {"attribute": {CLIENT_LIBRARY}}),
    ),
    "developers": ((Observed, None, {"metric": {"developers"}}),),
    "launches": ((Launched, is_of_model, {}),),
    "models": ((PriceChanged, None, {}), (Deprecated, None, {"channel": {FIRST_PARTY}})),
}
_MEASURES: Mapping[Basis, Callable[[View], dict[str, Member]]] = {
    "downloads": _by_downloads,
    "developers": _by_developers,
    "launches": _by_launches,
    "models": _by_models,
}
