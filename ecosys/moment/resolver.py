"""Resolver: which subject a name means at a moment, over all sources or by one source's rules."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from ecosys.errors import NotFound
from ecosys.event import Recorded
from ecosys.events.registered import Registered
from ecosys.moment.directory import Directory
from ecosys.moment.hold import Held
from ecosys.moment.moment import Moment
from ecosys.moment.names import Names, Resolution
from ecosys.moment.source_names import SourceNames
from ecosys.values import instant
from ecosys.values.words import suggest


class Resolver:
    """Resolves names over a log; what names mean is worked out once for each knowledge.

    It is given functions: all recorded events, those about the subjects that may bear a name, and
    the events of some types that hold.
    """

    def __init__(
        self,
        records: Callable[[], Iterable[Recorded]],
        about: Callable[[str], Iterable[Recorded]],
        held: Callable[..., Sequence[Held]],
    ) -> None:
        self._records = records
        self._about = about
        self._held = held
        self._bearers = lru_cache(maxsize=1024)(self._bearers_at)
        self._names = lru_cache(maxsize=256)(self._names_at)
        self._source_names = lru_cache(maxsize=64)(self._source_names_at)
        self._directory = lru_cache(maxsize=8)(self._directory_at)
        self._ranks = lru_cache(maxsize=8)(self._ranks_at)

    def resolve(self, name: str, moment: Moment, channel: str | None = None) -> Resolution:
        """The subject that a name means, to the source asked if it has rules; never guessed."""
        own = None
        if moment.source:
            own = self._source_names(replace(moment, as_of=0)).resolve(name)
        meant = own.subject if own else name
        bearers = self._bearers(meant, moment.position)
        if own is not None and own.subject in bearers.first:
            return own
        if meant in bearers.first or meant in bearers.by_id:  # no other subject need be known
            names = Names(lambda: bearers, tuple, ())
        else:
            names = self.names(moment)
        return replace(names.resolve(meant, moment, self.ranks(moment), channel), name=name)

    def names(self, moment: Moment) -> Names:
        """All names that mean something with a moment's knowledge."""
        return self._names(replace(moment, as_of=0, source=None))

    def ranks(self, moment: Moment) -> Mapping[str, int]:
        """How far each source's word counts: our judgement, whatever `known_at` is."""
        return self._ranks(moment.position)

    def refuse_unknown_source(self, source: str, position: int) -> None:
        """NotFound for a source that is neither registered nor the voice of an event."""
        known = {*self._ranks(position), *self._directory(position).voices}
        if source not in known:
            raise NotFound(f"{source} is not a source.", hint=suggest(source, sorted(known)))

    def _names_at(self, moment: Moment) -> Names:
        return Names(
            partial(self._directory, moment.position),
            partial(self._held, moment, "alias_moved"),
            self._held(moment.knowing(instant.AFTER_ALL), "ids_matched"),
        )

    def _source_names_at(self, moment: Moment) -> SourceNames:
        assert moment.source is not None
        return SourceNames(moment.source, self._held(moment, "ids_matched"))

    def _directory_at(self, position: int) -> Directory:
        return Directory(record for record in self._records() if record.position <= position)

    def _bearers_at(self, name: str, position: int) -> Directory:
        """The subjects that bear a name, with what else its events speak of."""
        return Directory(each for each in self._about(name) if each.position <= position)

    def _ranks_at(self, position: int) -> Mapping[str, int]:
        facts = self._held(Moment(0, instant.AFTER_ALL, position), "registered")
        return {
            held.event.source: held.event.effective_rank
            for held in facts
            if isinstance(held.event, Registered)
        }
