"""The names of models: every id and alias that code may hold, and what each means at a moment."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from ecosys.domain.models import known_models
from ecosys.event import FIRST_PARTY
from ecosys.event.subject import own_id
from ecosys.events.alias_moved import AliasMoved
from ecosys.events.ids_matched import IdsMatched
from ecosys.moment import Moment
from ecosys.moment.channel_names import ChannelNames
from ecosys.moment.names import Names
from ecosys.timeline import Timeline

ABOUT_MODELS = ("launched", "price_changed", "deprecated", "alias_moved")
"""The events that make a name that of a model which can be called."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name means: a subject, at a channel."""

    subject: str
    """The subject; of an alias that is no subject itself, what it points to."""
    channel: str
    """The channel whose name it is; `first_party`: the provider's own, which others use too."""
    points_to: str | None = None
    """Where a moving name points; None: the name is pinned."""
    because: tuple[int, ...] = ()
    """Positions of what says where it points."""
    events: tuple[str, ...] = ()
    """Ids of these events."""


Rules = Callable[[str], Iterable[Meaning]]
"""Reads a name by the declared rules of channels."""


@dataclass(frozen=True)
class ModelNames:
    """The names of models at a moment.

    >>> ours = Meaning("acme/one-2", "first_party")
    >>> names = ModelNames({"one-2": (ours,)}, lambda name: (), {"prod": (ours,)})
    >>> names.meanings("one-2") == names.meanings("prod") == (ours,)
    True
    >>> names.meanings("one-3")
    ()
    """

    by_name: Mapping[str, tuple[Meaning, ...]]
    """What each name means that is a subject, its id without the provider, or an alias."""
    rules: Rules
    """What a name means that only a channel's rules read."""
    deployments: Mapping[str, tuple[Meaning, ...]]
    """Opaque names that somebody gave to models of his own deployments."""

    def meanings(self, name: str) -> tuple[Meaning, ...]:
        """What a name means; several where it is ambiguous, none where nobody knows it."""
        return self.declared(name) or tuple(dict.fromkeys(self.rules(name)))

    def declared(self, name: str) -> tuple[Meaning, ...]:
        """What a name means without any rule."""
        return self.deployments.get(name) or self.by_name.get(name) or ()


def model_names(
    timeline: Timeline, moment: Moment, deployments: Mapping[str, str] | None = None
) -> ModelNames:
    """All names of models that are known at a moment, and opaque names with what they stand for.

    A deployment stands for any name that is resolved, with its channel before it or not:
    `azure/gpt-4o`, `gpt-4o`. NotFound or Ambiguous where it is not.
    """
    models = known_models(timeline.held(moment, *ABOUT_MODELS))
    names = timeline.names(moment)
    found: dict[str, list[Meaning]] = defaultdict(list)
    for name, meaning in (*_aliases(timeline, moment, names, models), *_own(names, models)):
        if all(meaning.subject != each.subject for each in found[name]):
            found[name].append(meaning)
    by_name = {name: tuple(meanings) for name, meanings in found.items()}
    fits = _any_rule(names.channels)
    known = ModelNames(by_name, partial(_by_rules, names.channels, models, fits), {})
    stand_for = {
        name: (deployed(timeline, moment, known, target),)
        for name, target in (deployments or {}).items()
    }
    return ModelNames(by_name, known.rules, stand_for)


def deployed(timeline: Timeline, moment: Moment, known: ModelNames, name: str) -> Meaning:
    """What somebody's deployment stands for: a channel and a name there, or a name alone."""
    channel, slash, rest = name.partition("/")
    at = {each.subject: each for each in known.meanings(rest)} if slash else {}
    if len(at) == 1 and name not in known.by_name:
        (meaning,) = at.values()
        return Meaning(meaning.subject, channel, meaning.points_to)
    resolved = timeline.resolve(name, moment)
    return Meaning(resolved.subject, resolved.channel)


def _own(names: Names, models: Mapping[str, object]) -> Iterator[tuple[str, Meaning]]:
    """The models under their whole names and under their ids alone.

    An id that is the whole name of another subject is that one's: `groq/openai/gpt-oss-120b` is
    not what `openai/gpt-oss-120b` means.
    """
    by_id = names.directory.by_id
    for subject in models:
        yield subject, Meaning(subject, FIRST_PARTY)
        ours = by_id.get(own_id(subject), ())
        if subject in ours and own_id(subject) not in models:
            yield own_id(subject), Meaning(subject, FIRST_PARTY)


def _aliases(
    timeline: Timeline, moment: Moment, names: Names, models: Mapping[str, object]
) -> Iterator[tuple[str, Meaning]]:
    """The aliases that point somewhere at the moment, with and without what stands before them."""
    ranks = timeline.ranks(moment)
    stated = (held.of(AliasMoved) for held in timeline.held(moment, "alias_moved"))
    for alias, channel in dict.fromkeys((each.alias, each.channel) for each in stated if each):
        resolved = names.follow(alias, moment, ranks, channel)
        if resolved is None:
            continue
        moves = channel == FIRST_PARTY
        subject = alias if moves and alias in models else resolved.subject
        points_to = resolved.subject if moves else None
        meaning = Meaning(subject, channel, points_to, resolved.because, resolved.events)
        yield alias, meaning
        yield own_id(alias), meaning


def _any_rule(channels: ChannelNames) -> re.Pattern[str]:
    """A pattern that every name fits that some rule reads: few do, and it is quickly asked."""
    lists = (held.of(IdsMatched) for held in channels.rules)
    patterns = [rule.pattern for each in lists if each for rule in each.rules]
    try:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)")
    except re.error:  # patterns that refer to their own groups cannot stand together
        return re.compile("")


def _by_rules(
    channels: ChannelNames, models: Mapping[str, object], fits: re.Pattern[str], name: str
) -> Iterator[Meaning]:
    if not fits.match(name):
        return
    for match in channels.by_rules(name):
        if match.subject in models:
            yield Meaning(match.subject, match.channel)
