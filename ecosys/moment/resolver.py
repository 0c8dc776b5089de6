"""Resolver: which subject a name means at a moment, over all sources or by one source's rules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from ecosys.errors import NotFound
from ecosys.moment.directory import Directory
from ecosys.moment.hold import Held
from ecosys.moment.moment import Moment
from ecosys.moment.names import Names, Resolution
from ecosys.moment.source_names import SourceNames
from ecosys.values import instant
from ecosys.values.words import suggest


class Resolver:
    """Resolves names over a log; what names mean is worked out once for each knowledge.

    It is given functions: the directory and the ranks at a position, and the events of some types
    that hold.
    """

    def __init__(
        self,
        directory: Callable[[int], Directory],
        ranks: Callable[[int], Mapping[str, int]],
        held: Callable[..., Sequence[Held]],
    ) -> None:
        self._held = held
        self._names = lru_cache(maxsize=8)(self._names_at)
        self._source_names = lru_cache(maxsize=8)(self._source_names_at)
        self._directory = lru_cache(maxsize=8)(directory)
        self._ranks = lru_cache(maxsize=8)(ranks)

    def resolve(self, name: str, moment: Moment, channel: str | None = None) -> Resolution:
        """The subject that a name means, to the source asked if it has rules; never guessed."""
        own = None
        if moment.source:
            own = self._source_names(replace(moment, as_of=0)).resolve(name)
        meant = own.subject if own else name
        directory = self._directory(moment.position)
        if own is not None and own.subject in directory.first:
            return own
        if meant in directory.first or meant in directory.by_id:  # no alias, no rule is asked
            names = Names(lambda: directory, tuple, ())
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
