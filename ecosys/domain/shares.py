"""Shares: what the members of a market are compared by, and what each measure leaves out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ecosys.domain.launches import first_launches
from ecosys.domain.prices import in_force, price_lines
from ecosys.event.subject import provider_of
from ecosys.events.described import Described
from ecosys.events.launched import Launched
from ecosys.events.observed import Observed
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Held, Moment
from ecosys.moment.series import choose, statements
from ecosys.projection import Coverage, Figure
from ecosys.projection.groups import MIN_MEMBERS
from ecosys.values.instant import DAY

Basis = Literal["downloads", "developers", "launches", "models"]
Ranks = Mapping[str, int]
TAKES = ("observed", "launched", "described", "price_changed")
"""The types of events that the measures read."""
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


@dataclass(frozen=True, slots=True)
class Member:
    """One provider's figure, with what it rests on."""

    value: Decimal
    figures: tuple[tuple[str, str, Decimal, int], ...]
    """Subject, date, figure and the instant of the date."""
    held: tuple[Held, ...]


def members(
    basis: Basis, events: Sequence[Held], moment: Moment, ranks: Ranks
) -> dict[str, Member]:
    """The figure of each provider that has one at a moment."""
    return _MEASURES[basis](events, moment, ranks)


def total(found: Mapping[str, Member]) -> Decimal:
    """The figures of all members together."""
    return sum((member.value for member in found.values()), Decimal(0))


def grounds(found: Mapping[str, Member]) -> Iterator[Held]:
    """What a share among these members rests on: its own figure, and those it is compared with."""
    return (held for member in found.values() for held in member.held)


def too_few(found: Mapping[str, Member]) -> str | None:
    """Why shares among these members would say nothing; None: they do."""
    if len(found) < MIN_MEMBERS:
        return f"not enough facts: {len(found)} providers with a figure, {MIN_MEMBERS} are needed"
    return None


def coverage(basis: Basis, found: Mapping[str, Member], moment: Moment) -> Coverage:
    """What a share of these members could see, with the age of each figure."""
    included = tuple(
        Figure(subject, at, value, (moment.as_of - start) // DAY)
        for _, member in sorted(found.items())
        for subject, at, value, start in member.figures
    )
    return Coverage(DEFINITIONS[basis], included, reason=too_few(found))


def _by_downloads(events: Sequence[Held], moment: Moment, ranks: Ranks) -> dict[str, Member]:
    libraries = {
        held.event.subject: (held.event.value, held)
        for held in events
        if isinstance(held.event, Described) and held.event.attribute == CLIENT_LIBRARY
    }
    found: list[tuple[str, Observed, tuple[Held, ...]]] = []
    for event, held in _newest(events, "pypi_downloads_30d", moment, ranks):
        if event.subject in libraries:
            provider, library = libraries[event.subject]
            found.append((provider, event, (held, library)))
    return _summed(found)


def _by_developers(events: Sequence[Held], moment: Moment, ranks: Ranks) -> dict[str, Member]:
    found = _newest(events, "developers", moment, ranks)
    return _summed((provider_of(event.subject), event, (held,)) for event, held in found)


def _newest(
    events: Iterable[Held], metric: str, moment: Moment, ranks: Ranks
) -> Iterator[tuple[Observed, Held]]:
    """The figure in force of each subject."""
    wanted = [
        held for held in events if isinstance(held.event, Observed) and held.event.metric == metric
    ]
    for said in statements(wanted).values():
        choice = choose(said, moment.as_of, ranks)
        if choice is not None and isinstance(event := choice.statement.held.event, Observed):
            yield event, choice.statement.held


def _summed(found: Iterable[tuple[str, Observed, tuple[Held, ...]]]) -> dict[str, Member]:
    by: dict[str, list[tuple[Observed, tuple[Held, ...]]]] = defaultdict(list)
    for provider, event, grounds in found:
        by[provider].append((event, grounds))
    return {
        provider: Member(
            sum((event.value for event, _ in figures), Decimal(0)),
            tuple(
                (event.subject, event.occurred.date, event.value, event.occurred.start)
                for event, _ in figures
            ),
            tuple(held for _, grounds in figures for held in grounds),
        )
        for provider, figures in by.items()
    }


def _by_launches(events: Sequence[Held], moment: Moment, ranks: Ranks) -> dict[str, Member]:
    models = [
        held
        for held in events
        if isinstance(held.event, Launched) and held.event.what in ("model", "open_weights")
    ]
    launched: dict[str, dict[str, Held]] = defaultdict(dict)
    for subject, held in first_launches(models, ranks, moment.as_of).items():
        launched[provider_of(subject)][subject] = held
    return _counted(launched)


def _by_models(events: Sequence[Held], moment: Moment, ranks: Ranks) -> dict[str, Member]:
    sold: dict[str, dict[str, Held]] = defaultdict(dict)
    facts = [held for held in events if isinstance(held.event, PriceChanged)]
    for price in in_force(price_lines(facts), moment, ranks):
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
