"""Providers: who they are, what is recorded of them, and what they launched."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from ecosys.answers.answer import Answer
from ecosys.answers.changes import first_since
from ecosys.answers.registered import registered
from ecosys.domain.launches import first_launches
from ecosys.domain.models import channels, known_models
from ecosys.event.subject import provider_of
from ecosys.events.registered import Registered
from ecosys.moment import Held, Moment, View
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, is_none


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """A provider with what is recorded of it."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    provider: str
    """Its slug."""
    name: str
    """Its name as people say it."""
    subjects: int
    """How many subjects are known beneath it."""
    events: int
    """How many events speak of it or of something beneath it."""
    first_stated: str
    """The day on which it was first spoken of."""
    models: int
    """How many of the subjects are models."""
    channels: tuple[str, ...]
    """Where its models are known to have been offered."""
    first_launch: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The day of its first launch; left out: none is known."""
    latest_launch: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The day of its latest launch by the moment."""
    latest: Annotated[str | None, Field(exclude_if=is_none)] = None
    """What it launched then."""
    url: Annotated[str | None, Field(exclude_if=is_none)] = None
    """Its address, where it is registered as a source."""


@dataclass(frozen=True)
class _Known:
    """What is known of all providers, by provider; each kind of fact is read once."""

    subjects: Counter[str]
    events: Counter[str]
    models: dict[str, list[list[Held]]]
    """The facts of each of its models."""
    launches: dict[str, list[Held]]
    """Its launches, the first of each subject, in their order."""

    @classmethod
    def of(cls, view: View, subjects: set[str]) -> "_Known":
        beneath = Counter(provider_of(subject) for subject in subjects if "/" in subject)
        events: Counter[str] = Counter()
        for held in view.facts:
            events.update({provider_of(subject) for subject in held.subjects})
        models: dict[str, list[list[Held]]] = defaultdict(list)
        for subject, facts in known_models(view.facts).items():
            models[provider_of(subject)].append(facts)
        launches: dict[str, list[Held]] = defaultdict(list)
        firsts = first_launches(view)
        for subject in sorted(firsts, key=lambda each: (firsts[each].start, each)):
            launches[provider_of(subject)].append(firsts[subject])
        return cls(beneath, events, models, launches)


def providers(timeline: Timeline, moment: Moment, since: str | None = None) -> Answer[ProviderRow]:
    """All providers that are known at a moment: who launched something last comes first.

    Where no launch is known the first word of a provider counts. With `since` (`30d`, a date) only
    those that come since.
    """
    stated = _stated(timeline, moment)
    known = _Known.of(timeline.view(moment), set(stated))
    sources = registered(timeline, moment)
    start = first_since(since, moment) if since is not None else instant.BEFORE_ALL
    dated: list[tuple[int, str, ProviderRow]] = []
    for slug in (subject for subject in stated if "/" not in subject):
        launches = known.launches.get(slug)
        last = (launches[-1].start if launches else None) or stated[slug]
        if last >= start:
            dated.append((last, slug, _row(slug, known, sources.get(slug), stated[slug])))
    dated.sort(key=lambda each: (-each[0], each[1]))
    return Answer([row for *_, row in dated], ProviderRow)


def provider_row(timeline: Timeline, moment: Moment, slug: str, view: View) -> ProviderRow:
    """What the list says of one provider, from the facts about it and all beneath it."""
    stated = _stated(timeline, moment)
    source = registered(timeline, moment).get(slug)
    return _row(slug, _Known.of(view, set(stated)), source, stated[slug])


def _stated(timeline: Timeline, moment: Moment) -> dict[str, int]:
    """The subjects that are known at a moment, each with the first word of it."""
    first = timeline.names(moment).directory.first
    return {
        subject: each.known_from
        for subject, each in first.items()
        if each.known_from <= moment.known_at
    }


def _row(slug: str, known: _Known, source: Registered | None, stated: int) -> ProviderRow:
    models, launches = known.models.get(slug, ()), known.launches.get(slug)
    return ProviderRow(
        provider=slug,
        name=source.name if source else slug,
        url=source.url if source else None,
        subjects=known.subjects[slug],
        events=known.events[slug],
        first_stated=instant.day_of(stated),
        models=len(models),
        channels=channels(held for facts in models for held in facts),
        first_launch=_day(launches[0]) if launches else None,
        latest_launch=_day(launches[-1]) if launches else None,
        latest=launches[-1].subject if launches else None,
    )


def _day(launch: Held) -> str | None:
    when = launch.when
    return when.date if when else None
