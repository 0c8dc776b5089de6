"""Subjects: all that is known of one of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Annotated, ClassVar

from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.deprecations import DeprecationRow
from ecosys.answers.deprecations import row as deprecation_row
from ecosys.answers.models import ModelRow, model_row
from ecosys.answers.prices import PriceRow
from ecosys.answers.prices import row as price_row
from ecosys.answers.providers import ProviderRow, provider_row
from ecosys.answers.revisions import RevisionRow, revisions
from ecosys.answers.several import several
from ecosys.answers.sources import SourceRow, source_row
from ecosys.domain.aliases import AliasStep, aliases
from ecosys.domain.endings import Ended, endings
from ecosys.domain.happenings import happenings
from ecosys.domain.price_history import price_histories
from ecosys.domain.prices import in_force
from ecosys.event import ANY_CHANNEL, Event
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.event.subject import provider_of
from ecosys.events.alias_moved import AliasMoved
from ecosys.events.described import Described
from ecosys.moment import Held, Moment, View
from ecosys.projection import Mark, marks
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.amount import Number
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, DayText, is_none


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
class NameRow:
    """What a name pointed to for a time."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    alias: str
    """The name."""
    channel: str
    """Where it is used."""
    to: str
    """What it pointed to."""
    since: str
    """From when."""
    until: Annotated[DayText | None, Field(exclude_if=is_none)] = None
    """When it ended or was pointed elsewhere; left out: it still points there."""
    because: tuple[int, ...] = ()
    """Positions of the events that say so."""
    events: tuple[str, ...] = ()
    """Ids of these events."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`; only with include=sources."""


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
class PriceStepRow:
    """A list price of text from a day on, at the provider's own channel and standard tier."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    direction: str
    """input or output."""
    at: str
    """From when."""
    per_million: Number | None
    """The price per million tokens; null: from here on there is none."""
    currency: str
    """ISO 4217 code."""
    because: tuple[int, ...]
    """Positions of the events that say so."""
    events: tuple[str, ...]
    """Ids of these events."""
    region: Annotated[str | None, Field(exclude_if=is_none)] = None
    """Where the price holds; left out: everywhere."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`; only with include=sources."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in words."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    at: str
    """When it is so in the world."""
    type: str
    """The type of event: launched, partnered, integrated, funded ..."""
    subject: str
    """What it is about."""
    what: str
    """What it states."""
    voice: str
    """Whose statement it is."""
    because: tuple[int, ...]
    """Positions of the events that say so."""
    events: tuple[str, ...]
    """Ids of these events."""
    marks: tuple[Mark, ...] = ()
    """What a reader must know."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`; only with include=sources."""


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
    counts: dict[str, int] = field(hash=False)  # a mapping has none
    """How many events of each type hold."""
    prices: tuple[PriceRow, ...]
    """Prices in force, at all channels; of a provider none are listed."""
    deprecations: tuple[DeprecationRow, ...]
    """Its ends, at all channels; of a provider none are listed."""
    properties: tuple[PropertyRow, ...]
    """What else holds of it."""
    aliases: tuple[AliasRow, ...]
    """Names that point to it, or what it points to."""
    price_steps: tuple[PriceStepRow, ...] = ()
    """How its own list price ran: the first, every change, an end; of a provider none are listed.
    """
    happenings: tuple[EventRow, ...] = ()
    """Launches, ties, integrations and funding, the latest first; of a provider all beneath it."""
    names: tuple[NameRow, ...] = ()
    """Every name that ever pointed to it, or what it pointed to, one after the other; of a provider
    none are listed."""
    revisions: tuple[RevisionRow, ...] = ()
    """What was said of it and put right, taken back, moved or called off, the latest first; of a
    provider none are listed."""
    as_model: Annotated[ModelRow | None, Field(exclude_if=is_none)] = None
    """What the list of models says of it; left out: it is none."""
    as_provider: Annotated[ProviderRow | None, Field(exclude_if=is_none)] = None
    """What the list of providers says of it; left out: it is none."""
    as_source: Annotated[SourceRow | None, Field(exclude_if=is_none)] = None
    """What the list of sources says of it; left out: it is not registered as one."""


def subject(timeline: Timeline, moment: Moment, name: str) -> Answer[SubjectRow]:
    """All that is known of one subject at a moment."""
    resolved = timeline.resolve(name, moment)
    about = resolved.subject
    known = _known(timeline, moment)
    view = timeline.view(moment, subject=about)
    own = view.of(Event, lambda event: about in event.subjects)
    is_provider = "/" not in about
    sold = View((), moment) if is_provider else own
    ends = endings(sold, ANY_CHANNEL)
    gone = Ended(ends, moment.as_of)
    first = timeline.names(moment).directory.first[about]
    stated = instant.day_of(first.known_from)
    row = SubjectRow(
        subject=about,
        provider=provider_of(about),
        first_stated=stated,
        first_voice=first.voice,
        beneath=tuple(sorted(each for each in known if each.startswith(f"{about}/"))),
        counts=dict(sorted(Counter(held.type for held in view.facts).items())),
        prices=tuple(price_row(price, moment, gone) for price in in_force(sold, ANY_CHANNEL)),
        deprecations=tuple(deprecation_row(end, moment) for end in ends),
        properties=tuple(_properties(own)),
        aliases=tuple(_aliases(own)),
        price_steps=tuple(_price_steps(sold)),
        names=() if is_provider else tuple(_names(timeline, moment, about)),
        revisions=() if is_provider else tuple(revisions(timeline, moment, about)),
        happenings=tuple(event_row(held, moment) for held in happenings(view)),
        as_model=model_row(view, about, stated),
        as_provider=provider_row(timeline, moment, about, view) if is_provider else None,
        as_source=source_row(timeline, moment, about),
    )
    return Answer([row], SubjectRow, resolved)


def subjects(timeline: Timeline, moment: Moment, names: Sequence[str]) -> Answer[SubjectRow]:
    """All that is known of several subjects, in their order; names without one stand beside."""
    return several(names, partial(subject, timeline, moment))


def _date(held: Held) -> str:
    return held.event.when.date if held.event.when else ""


def _known(timeline: Timeline, moment: Moment) -> list[str]:
    """The subjects that are known at a moment."""
    first = timeline.names(moment).directory.first
    return [name for name, each in first.items() if each.known_from <= moment.known_at]


def _price_steps(view: View) -> Iterator[PriceStepRow]:
    for history in price_histories(view):
        region, currency = history.place
        for step in history.steps:
            begins = step.amount is not None and step.at == step.held.start
            yield PriceStepRow(
                direction=history.line.direction,
                at=_date(step.held) if begins else instant.day_of(step.at),
                per_million=step.amount,
                currency=currency,
                region=region or None,
                because=step.held.because,
                events=step.held.events,
            )


def event_row(held: Held, moment: Moment) -> EventRow:
    """An event as it is shown among others."""
    event = held.event
    return EventRow(
        at=_date(held),
        type=event.type,
        subject=event.subjects[0] if event.subjects else "",
        what=event.describe(),
        voice=held.voice,
        because=held.because,
        events=held.events,
        marks=marks(held, moment),
    )


def _properties(view: View) -> Iterable[PropertyRow]:
    for choice in view.of(Described).in_force():
        event = choice.held.event
        assert isinstance(event, Described)
        since = event.occurred.date
        yield PropertyRow(event.channel, event.attribute, event.value, since, choice.held.events)


def _names(timeline: Timeline, moment: Moment, about: str) -> Iterator[NameRow]:
    """What each name of a subject pointed to through time, as far as that was the subject.

    Where a name went from here only its own facts say.
    """
    own = timeline.view(moment, "alias_moved", subject=about).of(AliasMoved).facts
    used = {(event.alias, event.channel) for held in own if (event := held.of(AliasMoved))}
    for name, channel in sorted(used):
        known = aliases(timeline.view(moment, "alias_moved", subject=name), channel)
        steps = known[name].steps if name in known else ()
        turns = [step for last, step in pairwise((None, *steps)) if _turns(last, step)]
        for step, following in pairwise((*turns, None)):
            if step is not None and step.target is not None and about in (name, step.target):
                yield _name_row(name, channel, step, following)


def _turns(last: AliasStep | None, step: AliasStep | None) -> bool:
    """Whether a name was pointed elsewhere, and not only said to point where it did."""
    return step is not None and (last is None or last.target != step.target)


def _name_row(name: str, channel: str, step: AliasStep, following: AliasStep | None) -> NameRow:
    begins = step.start == step.held.start
    return NameRow(
        alias=name,
        channel=channel,
        to=step.target or "",
        since=_date(step.held) if begins else instant.day_of(step.start),
        until=instant.day_of(following.start) if following else None,
        because=step.held.because,
        events=step.held.events,
    )


def _aliases(view: View) -> Iterable[AliasRow]:
    for choice in view.of(AliasMoved).in_force():
        event = choice.held.event
        assert isinstance(event, AliasMoved)
        since = event.occurred.date
        yield AliasRow(event.alias, event.channel, event.to, since, choice.held.events)
