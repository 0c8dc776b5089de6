"""Identity: which subject a name means. Never guessed.

An exact id answers first, then a provider's id without the provider, then a declared alias, then a
declared rule of a channel. One match answers and says how; several are Ambiguous; none is
NotFound, with suggestions. Neither a common beginning nor a likeness is a match.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Literal

from ecosys.errors import Ambiguous, NotFound
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.event.subject import own_id
from ecosys.events.alias_moved import AliasMoved
from ecosys.moment.channel_names import ChannelNames
from ecosys.moment.directory import Directory
from ecosys.moment.hold import Held
from ecosys.moment.moment import Moment
from ecosys.moment.series import Statement, choose, statements
from ecosys.values import instant

How = Literal["exact", "id", "alias", "rule"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The subject that a name means, and how that is known."""

    name: str
    subject: str
    channel: str
    how: How
    because: tuple[int, ...] = ()
    """Positions of the alias or rule that says so."""
    events: tuple[str, ...] = ()


class Names:
    """All names that mean something at some knowledge: subjects, aliases, rules."""

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
    def _aliases(self) -> dict[Hashable, list[Statement]]:
        return statements(self._alias_facts())

    @cached_property
    def _aliases_by_name(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for said in self._aliases.values():
            event = said[0].held.event
            assert isinstance(event, AliasMoved)
            for name in {event.alias, own_id(event.alias)}:
                found[name].append((event.alias, event.channel))
        return found

    def resolve(
        self, name: str, moment: Moment, ranks: Mapping[str, int], channel: str | None = None
    ) -> Resolved:
        """The subject that a name means at a moment."""
        found = (
            self._exact(name)
            or self._as_id(name)
            or self._as_alias(name, moment, ranks, channel)
            or self._by_rule(name)
        )
        known = [each for each in found if self._known(each.subject, moment)]
        if not known:
            raise self._not_found(name, found, moment)
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
    ) -> Resolved | None:
        """What a name points to at a moment, if it is an alias then."""
        rivals = self._aliases.get((alias, channel))
        choice = choose(rivals, moment.as_of, ranks) if rivals else None
        if choice is None or choice.statement.value is None:
            return None
        held = choice.statement.held
        to = str(choice.statement.value)
        return Resolved(alias, to, channel, "alias", held.because, held.events)

    def _at(self, name: str, channel: str, found: list[Resolved]) -> list[Resolved]:
        there = [each for each in found if each.channel in (channel, FIRST_PARTY)]
        if not there:
            channels = sorted({each.channel for each in found})
            raise NotFound(
                f"{name} is no name at {channel}, but at {', '.join(channels)}.",
                hint=f"Ask with channel={channels[0]}.",
                candidates=channels,
            )
        return there

    def _known(self, subject: str, moment: Moment) -> bool:
        first = self.directory.first.get(subject)
        return first is not None and first.known_from <= moment.known_at

    def _exact(self, name: str) -> list[Resolved]:
        return [Resolved(name, name, FIRST_PARTY, "exact")] if name in self.directory.first else []

    def _as_id(self, name: str) -> list[Resolved]:
        return [
            Resolved(name, subject, FIRST_PARTY, "id")
            for subject in self.directory.by_id.get(name, ())
        ]

    def _as_alias(
        self, name: str, moment: Moment, ranks: Mapping[str, int], channel: str | None
    ) -> list[Resolved]:
        pointed = [
            self.follow(alias, moment, ranks, place)
            for alias, place in self._aliases_by_name.get(name, ())
            if channel in (None, place)
        ]
        return [each for each in pointed if each is not None]

    def _by_rule(self, name: str) -> list[Resolved]:
        channel, _, rest = name.partition("/")
        at_channel = (each for each in self.channels.by_rules(rest) if each.channel == channel)
        return [
            Resolved(name, each.subject, each.channel, "rule", each.held.because, each.held.events)
            for each in (*self.channels.by_rules(name), *at_channel)
        ]

    def _not_found(self, name: str, found: list[Resolved], moment: Moment) -> NotFound:
        for each in found:
            first = self.directory.first.get(each.subject)
            if first is not None:
                return NotFound(
                    f"{each.subject} was not known on {instant.day_of(moment.known_at)}; "
                    f"first stated {instant.day_of(first.known_from)} by {first.voice}."
                )
        near = self.suggest(name)
        hint = f"Did you mean {' or '.join(near)}?" if near else ""
        return NotFound(f"{name} is not known.", hint=hint, candidates=near)

    def suggest(self, name: str) -> list[str]:
        """Names that look alike, for a message; they never answer."""
        names = [*self.directory.first, *self.directory.by_id, *self._aliases_by_name]
        near = get_close_matches(name, dict.fromkeys(names), n=3, cutoff=0.6)
        return list(dict.fromkeys(near))
