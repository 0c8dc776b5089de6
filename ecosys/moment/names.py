"""Names: which subject a name means. Never guessed.

An exact id answers first, then a provider's id without the provider, then a declared alias, then a
declared rule of a channel. One match answers and says how; several are Ambiguous; none is
NotFound, with suggestions. Neither a common beginning nor a likeness is a match.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, cast

from ecosys.errors import Ambiguous, NotFound
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.event.subject import MAX_SUBJECT_LENGTH, own_id
from ecosys.moment.channel_names import ChannelNames
from ecosys.moment.directory import Directory
from ecosys.moment.held import Held
from ecosys.moment.moment import Moment
from ecosys.moment.series import Statement, choose, statements
from ecosys.moment.suggestions import MAX_SUGGESTED, KnownName, hint, suggestions
from ecosys.values import instant
from ecosys.values.cached import cached_property
from ecosys.values.schema import DOCSTRINGS_DESCRIBE

Declared = Literal["alias", "rule", "redirect"]
"""What says what a name means, where it is not the subject's own."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a name was turned into a subject."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    name: str
    """The name as it was given."""
    subject: str
    """The subject that it means."""
    channel: str
    """The channel that it means."""
    how: str
    """exact, id (a provider's id without the provider), alias, rule, or redirect: the name itself
    has ended, and its calls are answered by this."""
    because: tuple[int, ...]
    """Positions of what says so."""
    events: tuple[str, ...]
    """Ids of these events."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`; only with include=sources."""

    @classmethod
    def by_name(cls, name: str, subject: str, how: Literal["exact", "id"]) -> "Resolution":
        """The subject that bears the name itself; nothing else says so."""
        return cls(name, subject, FIRST_PARTY, how, (), ())

    @classmethod
    def by_event(
        cls, name: str, subject: str, channel: str, how: Declared, held: Held
    ) -> "Resolution":
        """The subject that a declared alias, rule or end says."""
        return cls(name, subject, channel, how, held.because, held.events)


class Names:
    """All names that mean something at some knowledge: subjects, aliases, rules.

    >>> from ecosys.testing import given
    >>> from ecosys.moment.directory import FoldedDirectory
    >>> source = {"sources": [{"source": "openai"}]}
    >>> history = given(
    ...     {"type": "launched", "id": "a", "subject": "openai/o3", "what": "model",
    ...      "occurred": "2025-04-16", **source},
    ...     {"type": "alias_moved", "id": "b", "alias": "openai/newest", "to": "openai/o3",
    ...      "occurred": "2025-04-16", **source},
    ... )
    >>> names = Names(lambda: FoldedDirectory(history.records), lambda: history.view().facts, [])
    >>> resolution = names.resolve("newest", history.moment, ranks={})
    >>> resolution.subject, resolution.how, resolution.because
    ('openai/o3', 'alias', (2,))
    >>> names.resolve("openai/o4", history.moment, ranks={})
    ... # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ecosys.errors.NotFound: openai/o4 is not known. Did you mean openai/o3 ...
    """

    def __init__(
        self,
        directory: Callable[[], Directory],
        aliases: Callable[[], Iterable[Held]],
        rules: Sequence[Held],
    ) -> None:
        self._subjects = directory
        self._alias_facts = aliases
        self._rules = rules

    @cached_property
    def directory(self) -> Directory:
        """The subjects of the log."""
        return self._subjects()

    @cached_property
    def channels(self) -> ChannelNames:
        """What channels call models."""
        return ChannelNames(self._aliases, self._rules)

    @cached_property
    def _aliases(self) -> dict[tuple[str, str], list[Statement]]:
        stated = statements(self._alias_facts()).items()
        return {cast("tuple[str, tuple[str, str]]", series)[1]: rivals for series, rivals in stated}

    @cached_property
    def _aliases_by_name(self) -> dict[str, list[tuple[str, str]]]:
        by_name: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for alias, channel in self._aliases:
            for name in {alias, own_id(alias)}:
                by_name[name].append((alias, channel))
        return by_name

    def resolve(
        self, name: str, moment: Moment, ranks: Mapping[str, int], channel: str | None = None
    ) -> Resolution:
        """The subject that a name means at a moment; Ambiguous or NotFound where it means none."""
        matches = (
            self._exact(name)
            or self._as_id(name)
            or self._as_alias(name, moment, ranks, channel)
            or self._by_rule(name)
        )
        known = [each for each in matches if self._known(each.subject, moment)]
        if not known:
            raise self._not_found(name, matches, moment, ranks)
        if channel not in (None, ANY_CHANNEL):
            known = self._at(name, channel, known)
        distinct = {(each.subject, each.channel): each for each in known}
        if len(distinct) > 1:
            candidates = sorted({each.subject for each in known})
            raise Ambiguous(
                f"{name} means several subjects: {', '.join(candidates)}.",
                hint="Name one of them.",
                candidates=candidates,
            )
        (resolved,) = distinct.values()
        return resolved

    def follow(
        self, alias: str, moment: Moment, ranks: Mapping[str, int], channel: str = FIRST_PARTY
    ) -> Resolution | None:
        """What a name points to at a moment, if it is an alias then."""
        rivals = self._aliases.get((alias, channel))
        choice = choose(rivals, moment.as_of, ranks) if rivals else None
        if choice is None or choice.statement.value is None:
            return None
        to = str(choice.statement.value)
        return Resolution.by_event(alias, to, channel, "alias", choice.held)

    def _at(self, name: str, channel: str, matches: list[Resolution]) -> list[Resolution]:
        there = [each for each in matches if each.channel in (channel, FIRST_PARTY)]
        if not there:
            channels = sorted({each.channel for each in matches})
            raise NotFound(
                f"{name} is no name at {channel}, but at {', '.join(channels)}.",
                hint=f"Ask with channel={channels[0]}.",
                candidates=channels,
            )
        return there

    def _known(self, subject: str, moment: Moment) -> bool:
        first = self.directory.first.get(subject)
        return first is not None and first.known_from <= moment.known_at

    def _exact(self, name: str) -> list[Resolution]:
        known = name in self.directory.first
        return [Resolution.by_name(name, name, "exact")] if known else []

    def _as_id(self, name: str) -> list[Resolution]:
        return [
            Resolution.by_name(name, subject, "id")
            for subject in self.directory.by_id.get(name, ())
        ]

    def _as_alias(
        self, name: str, moment: Moment, ranks: Mapping[str, int], channel: str | None
    ) -> list[Resolution]:
        pointed = [
            self.follow(alias, moment, ranks, place)
            for alias, place in self._aliases_by_name.get(name, ())
            if channel in (None, ANY_CHANNEL, place)
        ]
        return [each for each in pointed if each is not None]

    def _by_rule(self, name: str) -> list[Resolution]:
        channel, _, rest = name.partition("/")
        at_channel = (each for each in self.channels.by_rules(rest) if each.channel == channel)
        return [
            Resolution.by_event(name, each.subject, each.channel, "rule", each.held)
            for each in (*self.channels.by_rules(name), *at_channel)
        ]

    def _not_found(
        self, name: str, matches: list[Resolution], moment: Moment, ranks: Mapping[str, int]
    ) -> NotFound:
        for each in matches:
            first = self.directory.first.get(each.subject)
            if first is not None:
                return NotFound(
                    f"{each.subject} was not known on {instant.day_of(moment.known_at)}; "
                    f"first stated {instant.day_of(first.known_from)} by {first.voice}."
                )
        known = self._known_names(moment, ranks) if len(name) <= MAX_SUBJECT_LENGTH else ()
        near = suggestions(name, known)
        candidates = near[:MAX_SUGGESTED]
        shown = name or "The empty name"
        return NotFound(f"{shown} is not known.", hint=hint(near), candidates=candidates)

    def _known_names(self, moment: Moment, ranks: Mapping[str, int]) -> Iterator[KnownName]:
        """The whole names that mean one subject at a moment: its own, and aliases of it."""
        meanings = {subject: [subject] for subject in self.directory.first}
        for alias in {alias for pointed in self._aliases_by_name.values() for alias, _ in pointed}:
            pointed = self._as_alias(alias, moment, ranks, None)
            meanings.setdefault(alias, [each.subject for each in pointed])
        for name, subjects in meanings.items():
            if len(subjects) == 1 and self._known(subjects[0], moment):
                since = self.directory.first[subjects[0]].known_from
                yield KnownName(name, subjects[0], since)
