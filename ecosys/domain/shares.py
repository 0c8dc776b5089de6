"""Shares: what the members of a market are compared by, and what each measure leaves out."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, Protocol

from ecosys.domain.launches import first_launches
from ecosys.domain.prices import in_force
from ecosys.event import Event
from ecosys.event.subject import provider_of
from ecosys.events.described import Described
from ecosys.events.launched import Launched
from ecosys.events.observed import Observed
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Held, Moment, View
from ecosys.moment.sought import is_of
from ecosys.projection import Coverage, Figure, groups, in_valid_time
from ecosys.values.instant import DAY

Basis = Literal["downloads", "developers", "launches", "models"]
TAKES = ("observed", "launched", "described", "price_changed")
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
    "models": "models that providers list a price for at the moment, at their own channel",
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
    """The facts that a measure reads: to ask them at several times is cheap."""
    match basis:
        case "downloads":
            figures = view.of(Observed, metric={DOWNLOADS}).facts
            libraries = view.of(Described, attribute={CLIENT_LIBRARY}).facts
            return replace(view, facts=sorted([*figures, *libraries], key=in_valid_time))
        case "developers":
            return view.of(Observed, metric={"developers"})
        case "launches":
            return view.of(Launched, lambda event: event.is_model)
        case "models":
            return view.of(PriceChanged)


def reads(held: Held, chosen: Measuring) -> bool:
    """Whether a fact is one that the measure asked for reads."""
    return _READS[chosen.basis](held)


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
        held.event.subject: (held.event.value, held)
        for held in view.facts
        if isinstance(held.event, Described)
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
    for price in in_force(view):
        subject = price.subject
        sold[provider_of(subject)].setdefault(subject, price.held)
    return _counted(sold)


def _counted(providers: Mapping[str, Mapping[str, Held]]) -> dict[str, Member]:
    return {
        provider: Member(Decimal(len(subjects)), (), tuple(subjects.values()))
        for provider, subjects in providers.items()
    }


def _is_download(held: Held) -> bool:
    """Whether a library is said to be downloaded, or whose it is."""
    return _is_stated(held, Observed, "metric", DOWNLOADS) or _is_stated(
        held, Described, "attribute", CLIENT_LIBRARY
    )


def _is_count_of_developers(held: Held) -> bool:
    return _is_stated(held, Observed, "metric", "developers")


def _is_stated(held: Held, kind: type[Event], part: str, value: str) -> bool:
    """Whether a statement is of series in which a part has a value."""
    return issubclass(held.kind, kind) and is_of(held, {kind.series_parts.index(part): {value}})


def _is_model(held: Held) -> bool:
    event = held.event if issubclass(held.kind, Launched) else None
    return isinstance(event, Launched) and event.is_model


_READS: Mapping[Basis, Callable[[Held], bool]] = {
    "downloads": _is_download,
    "developers": _is_count_of_developers,
    "launches": _is_model,
    "models": lambda held: issubclass(held.kind, PriceChanged),
}
_MEASURES: Mapping[Basis, Callable[[View], dict[str, Member]]] = {
    "downloads": _by_downloads,
    "developers": _by_developers,
    "launches": _by_launches,
    "models": _by_models,
}
