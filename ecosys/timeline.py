"""Timeline: the one object that joins the log with projections. It delegates; it does not grow."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from threading import RLock
from typing import Any

from pydantic import ValidationError

from ecosys.errors import EcosysError, InvalidInput, NotFound, ProjectionFailed, Unavailable
from ecosys.event import Event, Head, Recorded
from ecosys.event.validation import describe_errors
from ecosys.events.registered import Registered
from ecosys.log import migrate
from ecosys.log.log import ANY, RELEASED, Appended, Expected, Log
from ecosys.log.query import ALL, Filter
from ecosys.log.sqlite import Sqlite
from ecosys.log.what_if import WhatIf, WhatIfLog
from ecosys.moment import Held, Moment
from ecosys.moment.directory import Directory
from ecosys.moment.hold import hold
from ecosys.moment.moment import read_as_of, read_known_at, read_position
from ecosys.moment.names import Names, Resolved
from ecosys.moment.source_names import SourceNames
from ecosys.projection import (
    Context,
    Coverage,
    Parameters,
    Point,
    Projection,
    get_projection,
    in_valid_time,
)
from ecosys.values import clock as clocks
from ecosys.values import instant, when
from ecosys.values.clock import Clock
from ecosys.values.words import suggest

READINGS = Filter(("confirmed",), "")
"""Readings of a source as a whole: they are about no subject."""


@dataclass(frozen=True, slots=True)
class ProjectionResult:
    """The points of a projection at a moment."""

    projection: Projection
    parameters: Parameters
    moment: Moment
    points: tuple[Point, ...]
    coverage: Coverage | None
    through: tuple[str, ...]
    """Other projections that it asked."""
    resolved: Resolved | None


class Timeline:
    """The log and every question that can be asked of it, at any moment."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self._lock = RLock()
        self._selections: dict[Filter, tuple[int, list[Recorded]]] = {}
        self._boundaries: tuple[int, list[int]] = (0, [])
        self._held = lru_cache(maxsize=4096)(self._hold)
        self._projected = lru_cache(maxsize=4096)(self._project)
        self._named = lru_cache(maxsize=256)(self._names)
        self._own_named = lru_cache(maxsize=64)(self._own_names)
        self._directory = lru_cache(maxsize=8)(self._directory_at)
        self._ranked = lru_cache(maxsize=8)(self._ranks)

    @classmethod
    def open(cls, database: str | Path, clock: Clock = clocks.system) -> "Timeline":
        """Open the log at a path or URL; its tables are made or brought up to date."""
        path = path_of(database)
        path.parent.mkdir(parents=True, exist_ok=True)
        store = Sqlite(path)
        migrate.upgrade(store)
        return cls(Log(store, clock))

    def what_if(self, without: Sequence[str] = (), overlay: Sequence[Event] = ()) -> "Timeline":
        """The same log with events or sources left out and others laid over; nothing is written."""
        return Timeline(WhatIfLog(self.log, WhatIf(tuple(without), tuple(overlay))))

    # The log

    def head(self) -> Head:
        """The end of the log."""
        return self.log.head()

    def append(self, events: Iterable[Event], expected: Expected = ANY) -> Appended:
        """Record events: all or none."""
        return self.log.append(events, expected=expected)

    def records(self, where: Filter = ALL) -> Sequence[Recorded]:
        """All recorded events of a kind, ascending; what was read is kept: it never changes."""
        head = self.log.head().position
        with self._lock:
            upto, known = self._selections.get(where, (0, []))
            if upto < head:
                known = known + self.log.read(where, after=upto, upto=head)
                self._selections[where] = (head, known)
            return known

    # The moment

    def moment(
        self,
        as_of: str | None = None,
        known_at: str | None = None,
        position: int | None = None,
        source: str | None = None,
    ) -> Moment:
        """Resolve coordinates; what is left out is now, and the end of the log."""
        now, head = self.log.clock(), self.log.head()
        place, place_given = read_position(position, head)
        if place_given and known_at is None:
            head = Head(place, self.log.recorded_at(place))
        known, known_given = read_known_at(known_at, now, head)
        at, at_given = read_as_of(as_of, now, self.last_boundary(now))
        if source is not None:
            self._refuse_unknown(source, place)
        return Moment(at, known, place, source, at_given and known_given and place_given)

    def last_boundary(self, now: int) -> int:
        """The last instant not after now, other than a midnight, at which a value turned."""
        head = self.log.head().position
        with self._lock:
            upto, turns = self._boundaries
            if upto < head:
                turns = sorted({*turns, *_instants(self.log.instants(after=upto))})
                self._boundaries = (head, turns)
        index = bisect_right(turns, now)
        return turns[index - 1] if index else 0

    # Names

    def resolve(self, name: str, moment: Moment, channel: str | None = None) -> Resolved:
        """The subject that a name means, to the source asked if it has rules; never guessed."""
        own = self._own_named(replace(moment, as_of=0)).resolve(name) if moment.source else None
        names = self.names(moment)
        if own is not None and own.subject in names.directory.first:
            return own
        meant = own.subject if own else name
        return replace(names.resolve(meant, moment, self.ranks(moment), channel), name=name)

    def names(self, moment: Moment) -> Names:
        """All names that mean something with a moment's knowledge."""
        return self._named(replace(moment, as_of=0, source=None))

    def ranks(self, moment: Moment) -> Mapping[str, int]:
        """How far each source's word counts: our judgement, whatever `known_at` is."""
        return self._ranked(moment.position)

    def newest(self, moment: Moment) -> int:
        """The last instant at which something was publicly said, as far as is known: its age."""
        said = (
            held.known_from
            for held in self.held(moment)
            if held.event.statement_time[0] is not None
        )
        return max(said, default=0)

    # Questions

    def held(
        self, moment: Moment, *types: str, subject: str | None = None, history: bool = False
    ) -> Sequence[Held]:
        """The events of some types that hold at a moment, of a subject and all beneath it."""
        return self._held(replace(moment, as_of=0), Filter(types, subject), history)

    def project(
        self,
        name: str,
        moment: Moment,
        parameters: Parameters | Mapping[str, Any] | None = None,
    ) -> ProjectionResult:
        """Run a projection at a moment. Its parameters are checked; a name is resolved."""
        chosen = get_projection(name)
        read = _parameters(chosen, parameters or {})
        resolved = None
        if read.subject is not None:
            resolved = self.resolve(read.subject, moment)
            read = read.model_copy(update={"subject": resolved.subject})
        found = self._projected(chosen, read, replace(moment, pinned=False))
        return ProjectionResult(chosen, read, moment, *found, resolved)

    def points(self, chosen: Projection, parameters: Parameters, moment: Moment) -> Sequence[Point]:
        """The points of a projection whose parameters were read before."""
        return self._projected(chosen, parameters, replace(moment, pinned=False))[0]

    def _refuse_unknown(self, source: str, position: int) -> None:
        known = {*self._ranked(position), *self._directory(position).voices}
        if source not in known:
            raise NotFound(f"{source} is not a source.", hint=suggest(source, sorted(known)))

    # What is memoised: each answer depends on nothing but its arguments

    def _hold(self, moment: Moment, where: Filter, history: bool) -> Sequence[Held]:
        records, readings = self.records(where), self.records(READINGS)
        found = hold(records, moment, released=RELEASED, history=history, readings=readings)
        return [held for held in found if where.still_fits(held.event)]

    def _names(self, moment: Moment) -> Names:
        at_any_knowledge = moment.knowing(instant.AFTER_ALL)
        return Names(
            partial(self._directory, moment.position),
            partial(self.held, moment, "alias_moved"),
            self.held(at_any_knowledge, "ids_matched"),
        )

    def _own_names(self, moment: Moment) -> SourceNames:
        assert moment.source is not None
        return SourceNames(moment.source, self.held(moment, "ids_matched"))

    def _directory_at(self, position: int) -> Directory:
        return Directory(record for record in self.records() if record.position <= position)

    def _ranks(self, position: int) -> Mapping[str, int]:
        facts = self.held(Moment(0, instant.AFTER_ALL, position), "registered")
        return {
            held.event.source: held.event.effective_rank
            for held in facts
            if isinstance(held.event, Registered)
        }

    def _project(
        self, chosen: Projection, parameters: Parameters, moment: Moment
    ) -> tuple[tuple[Point, ...], Coverage | None, tuple[str, ...]]:
        subject = parameters.subject if chosen.per == "series" else None
        facts = self.held(moment, *chosen.takes, subject=subject, history=chosen.history)
        through: list[str] = []
        others = partial(self._points, moment, through)
        context = Context(moment, parameters, self.ranks(moment), others)
        try:
            found = list(chosen.fold(sorted(facts, key=in_valid_time), context))
        except EcosysError:
            raise
        except Exception as problem:
            raise ProjectionFailed(
                f"{chosen.name} cannot answer ({type(problem).__name__}: {problem})."
            ) from problem
        points = tuple(each for each in found if isinstance(each, Point))
        coverage = [each for each in found if isinstance(each, Coverage)]
        return points, coverage[0] if coverage else None, tuple(dict.fromkeys(through))

    def _points(
        self, moment: Moment, through: list[str], name: str, **parameters: Any
    ) -> Sequence[Point]:
        chosen = get_projection(
            name
        )  # a subject is exact here: it may not be known yet at a moment
        through.append(f"{name}@{chosen.version}")
        return self.points(chosen, _parameters(chosen, parameters), moment)


def _instants(texts: Iterable[str]) -> Iterator[int]:
    """The instants among texts that look like one; a name or a title may only look so."""
    for text in texts:
        with suppress(InvalidInput):
            yield when.parse(text).start


def _parameters(chosen: Projection, given: Parameters | Mapping[str, Any]) -> Parameters:
    if isinstance(given, Parameters):
        return given
    try:
        return chosen.parameters.model_validate(given)
    except ValidationError as problem:
        raise InvalidInput(
            "\n".join(describe_errors(problem, chosen.parameters, chosen.name))
        ) from None


def path_of(database: str | Path) -> Path:
    """The file meant by a path or an sqlite URL."""
    text = str(database)
    scheme, found, rest = text.partition("://")
    if not found:
        return Path(text).expanduser()
    if scheme != "sqlite":
        raise Unavailable(
            f"{scheme}:// is not a database that this version can open.",
            hint="Give a path, or sqlite:///path.",
        )
    return Path(rest.removeprefix("/")) if rest.startswith("/") else Path(rest)
