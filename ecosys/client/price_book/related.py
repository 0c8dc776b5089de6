"""Related: the part of a log on which the prices of one name rest, asked as all of it is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ecosys.event.subject import FIRST_PARTY, own_id, within
from ecosys.events.alias_moved import AliasMoved
from ecosys.events.deprecated import Deprecated
from ecosys.events.price_changed import PriceChanged
from ecosys.moment import Held, Moment, View
from ecosys.moment.directory import Directory
from ecosys.moment.names import Resolution
from ecosys.moment.resolver import Resolver
from ecosys.moment.versions import Version, in_order
from ecosys.values import instant

TYPES = ("price_changed", "deprecated", "alias_moved", "replacement_named", "ids_matched")
"""The types of events on which it rests what a name costs."""
RUNNING = ("price_changed", "deprecated", "alias_moved")
"""Of these the types of which one statement takes the place of another."""


class Related:
    """What is known of some facts; asked with one knowledge after the other."""

    def __init__(
        self, versions: Sequence[Version], directory: Directory, ranks: Mapping[str, int]
    ) -> None:
        self.versions = in_order(versions)
        self._resolver = Resolver(lambda _: directory, lambda _: ranks, self.held)
        self._views: dict[tuple[int, tuple[str, ...], str | None], View] = {}

    def resolve(self, name: str, moment: Moment, channel: str | None = None) -> Resolution:
        """The subject that a name means."""
        return self._resolver.resolve(name, moment, channel)

    def ranks(self, moment: Moment) -> Mapping[str, int]:
        """How far each source's word counts."""
        return self._resolver.ranks(moment)

    def held(self, moment: Moment, *types: str, subject: str | None = None) -> Sequence[Held]:
        """The events of some types that hold at a moment, of a subject and all beneath it."""
        return [
            version.held
            for version in self.versions
            if version.held.type in types
            and version.covers(moment)
            and _about(version.held, subject)
        ]

    def view(self, moment: Moment, *types: str, subject: str | None = None) -> View:
        """The same, ready to be asked; what it states is worked out once for each knowledge."""
        key = (moment.known_at, types, subject)
        if (view := self._views.get(key)) is None:
            facts = self.held(moment, *types, subject=subject)
            self._views[key] = view = View(facts, moment, self.ranks(moment))
        return view.at(moment.as_of)

    def course(self, moment: Moment) -> "RelatedCourse":
        """How all that is stated ran, and will, with the knowledge of a moment.

        Before the first price nothing has one, and before the first end nothing has ended.
        """
        turns: dict[str, set[int]] = {type: set() for type in RUNNING}
        states: list[tuple[object, ...]] = []
        for type in RUNNING:
            view = self.view(moment, type)
            for series, stated in view.series.items():
                for at, choice in view.steps(stated, instant.AFTER_ALL):
                    held = choice.held if choice else None
                    turns[type].add(at)
                    states.append((series, at, held and (held.because, held.position)))
        ends = {
            date.holds_from
            for held in self.held(moment, "deprecated")
            if (date := held.date("shutdown")) is not None and date.holds_from is not None
        }
        ended = ends | {at for at in turns["deprecated"] if at >= min(ends, default=at + 1)}
        every = turns["price_changed"] | turns["alias_moved"] | ended
        first = min(turns["price_changed"], default=instant.AFTER_ALL)
        return RelatedCourse(frozenset(at for at in every if at >= first), tuple(states))


@dataclass(frozen=True, slots=True)
class RelatedCourse:
    """How some facts run in valid time, with one knowledge."""

    turns: frozenset[int]
    """The instants at which another statement comes into force, or something ends."""
    states: tuple[tuple[object, ...], ...]
    """What is in force from when on: two of which this is the same give the same answers."""


def _about(held: Held, subject: str | None) -> bool:
    return subject is None or any(within(each, subject) for each in held.subjects)


class Relations:
    """What of a log's facts has to do with a name: its own, and those of what it leads to."""

    def __init__(self, versions: Iterable[Version]) -> None:
        self._prices_and_ends: dict[str, list[Version]] = defaultdict(list)
        self._aliases: dict[str, list[Version]] = defaultdict(list)
        self._by_own_id: dict[str, set[str]] = defaultdict(set)
        self._pointing: dict[str, set[str]] = defaultdict(set)
        self._leads: dict[str, set[str]] = defaultdict(set)
        self._rules: list[Version] = []
        for version in versions:
            self._add(version, version.held)

    def _add(self, version: Version, held: Held) -> None:
        if held.superseded or held.cancelled:
            return
        event = held.event
        if isinstance(event, AliasMoved):
            self._aliases[event.alias].append(version)
            self._by_own_id[own_id(event.alias)].add(event.alias)
            if event.to is not None:
                self._pointing[event.to].add(event.alias)
                self._leads[event.alias].add(event.to)
            return
        if not event.subjects:
            self._rules.append(version)
        for subject in event.subjects:
            self._prices_and_ends[subject].append(version)
            if isinstance(event, Deprecated) and event.after and event.after.to:
                self._leads[subject].add(event.after.to)

    @property
    def aliases(self) -> Iterable[str]:
        """All names that point, or pointed, to something."""
        return self._aliases.keys()

    def of(self, name: str, meant: Iterable[str]) -> tuple[set[str], list[Version]]:
        """The subjects that a name leads to, and all that is stated of them and of their names.

        `meant` are the subjects that bear the name.
        """
        subjects: set[str] = set()
        waiting = [name, *meant]
        while waiting:
            subject = waiting.pop()
            if subject not in subjects:
                subjects.add(subject)
                waiting += self._by_own_id.get(subject, ())
                waiting += self._leads.get(subject, ())
        names = subjects.union(*(self._pointing.get(each, ()) for each in subjects))
        bearing = (name, *self._by_own_id.get(name, ()))
        called = (each.held.event for alias in bearing for each in self._aliases.get(alias, ()))
        places = {
            FIRST_PARTY,
            *(event.channel for event in called if isinstance(event, AliasMoved)),
        }
        versions = [
            version
            for each in sorted(names)
            for version in (*self._prices_and_ends.get(each, ()), *self._aliases.get(each, ()))
            if getattr(version.held.event, "channel", FIRST_PARTY) in places
        ]
        return subjects, [*versions, *self._rules]


def is_price(version: Version) -> bool:
    """Whether a version states what something costs."""
    return issubclass(version.held.kind, PriceChanged)


def knowledge_turns(versions: Iterable[Version]) -> Iterator[int]:
    """The instants of knowledge at which something of these changed."""
    for version in versions:
        yield version.known_from
        yield version.known_to
