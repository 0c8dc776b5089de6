"""Directory: providers, models, and all that is known of one subject."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from ecosys.answers.answer import Answer
from ecosys.answers.deprecations import DeprecationRow
from ecosys.answers.deprecations import row as deprecation_row
from ecosys.answers.models import ModelRow, models
from ecosys.answers.prices import PriceRow
from ecosys.answers.prices import row as price_row
from ecosys.answers.providers import ProviderRow, providers
from ecosys.domain.endings import ended_by_channel, endings
from ecosys.domain.prices import in_force
from ecosys.event import ANY_CHANNEL, Event
from ecosys.event.subject import provider_of
from ecosys.events.alias_moved import AliasMoved
from ecosys.events.described import Described
from ecosys.moment import Moment, View
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE

__all__ = ["ModelRow", "ProviderRow", "SubjectRow", "models", "providers", "subject"]


@dataclass(frozen=True, slots=True)
class AliasRow:
    """A name and what it points to."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    alias: str
    """The name."""
    channel: str
    """Where it is used."""
    to: str | None
    """What it points to; null: nothing any more."""
    since: str
    """From when."""
    events: tuple[str, ...]
    """Ids of the events that say so."""


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """A property that holds."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    channel: str
    """Where it holds."""
    attribute: str
    """Which property."""
    value: str
    """What it is."""
    since: str
    """From when."""
    events: tuple[str, ...]
    """Ids of the events that say so."""


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """All that is known of one subject at a moment."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    subject: str
    """The subject."""
    provider: str
    """Its provider."""
    first_stated: str
    """The day on which it was first spoken of."""
    first_voice: str
    """Who spoke of it first."""
    beneath: tuple[str, ...]
    """Subjects beneath it."""
    counts: dict[str, int]
    """How many events of each type hold."""
    prices: tuple[PriceRow, ...]
    """Prices in force, at all channels; of a provider none are listed."""
    deprecations: tuple[DeprecationRow, ...]
    """Its ends, at all channels; of a provider none are listed."""
    properties: tuple[PropertyRow, ...]
    """What else holds of it."""
    aliases: tuple[AliasRow, ...]
    """Names that point to it, or what it points to."""


def subject(timeline: Timeline, moment: Moment, name: str) -> Answer[SubjectRow]:
    """All that is known of one subject at a moment."""
    resolved = timeline.resolve(name, moment)
    about = resolved.subject
    known = _known(timeline, moment)
    view = timeline.view(moment, subject=about)
    own = view.of(Event, lambda event: about in event.subjects)
    is_provider = "/" not in about
    prices = [] if is_provider else in_force(own, ANY_CHANNEL)
    ends = [] if is_provider else endings(own, ANY_CHANNEL)
    gone = ended_by_channel(ends, moment.as_of)
    first = timeline.names(moment).directory.first[about]
    return Answer(
        [
            SubjectRow(
                subject=about,
                provider=provider_of(about),
                first_stated=instant.day_of(first.known_from),
                first_voice=first.voice,
                beneath=tuple(sorted(each for each in known if each.startswith(f"{about}/"))),
                counts=dict(sorted(Counter(held.event.type for held in view.facts).items())),
                prices=tuple(price_row(price, moment, gone) for price in prices),
                deprecations=tuple(deprecation_row(end, moment) for end in ends),
                properties=tuple(_properties(own)),
                aliases=tuple(_aliases(own)),
            )
        ],
        SubjectRow,
        resolved,
    )


def _known(timeline: Timeline, moment: Moment) -> dict[str, int]:
    first = timeline.names(moment).directory.first
    return {
        name: each.known_from for name, each in first.items() if each.known_from <= moment.known_at
    }


def _properties(view: View) -> Iterable[PropertyRow]:
    for choice in view.of(Described).in_force():
        event = choice.held.event
        assert isinstance(event, Described)
        since = event.occurred.date
        yield PropertyRow(event.channel, event.attribute, event.value, since, choice.held.events)


def _aliases(view: View) -> Iterable[AliasRow]:
    for choice in view.of(AliasMoved).in_force():
        event = choice.held.event
        assert isinstance(event, AliasMoved)
        since = event.occurred.date
        yield AliasRow(event.alias, event.channel, event.to, since, choice.held.events)
