"""Timeline: the one object that joins the log with projections. It delegates; it does not grow."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from ecosys.event import Event, Head, Recorded
from ecosys.log.engines import open_database
from ecosys.log.log import ANY, Appended, Expected, Log
from ecosys.log.query import ALL, Filter
from ecosys.log.reader import Reader
from ecosys.log.what_if import WhatIf, WhatIfLog
from ecosys.moment import Held, Moment, View
from ecosys.moment.moment import read_as_of, read_known_at, read_position, unpinned_as_of
from ecosys.moment.names import Names, Resolution
from ecosys.moment.resolver import Resolver
from ecosys.moment.versions import Version
from ecosys.projection import Context, Coverage, Parameters, Point, Projection, get_projection
from ecosys.projection.point import size_of
from ecosys.projection.run import ProjectionResult, read_parameters, run, run_stored
from ecosys.read_model import Keeper, ReadModel, results
from ecosys.read_model.read_model import of_other_packages
from ecosys.read_models.held import held
from ecosys.read_models.subjects import subjects
from ecosys.read_models.turns import turns
from ecosys.timeline.course import Course
from ecosys.timeline.facts import Facts
from ecosys.timeline.folded_facts import FoldedFacts
from ecosys.timeline.slices import one_question, slices_at
from ecosys.timeline.sought_facts import SoughtFacts
from ecosys.timeline.stored_facts import StoredFacts
from ecosys.values import clock as clocks
from ecosys.values.checkpoint import checkpoint
from ecosys.values.clock import Clock
from ecosys.values.memory import Memory

ProjectedPoints = tuple[tuple[Point, ...], Coverage | None, tuple[str, ...]]
"""What a projection gave, and which others it asked."""
RECORD = 160
"""How many bytes a record needs that is kept, about, besides its event."""
POINTER = 8
"""How many bytes a fact needs in a list of facts that are kept."""
READ_MODELS = (held, subjects, turns)
"""What is kept of the log for the questions of this package."""


class Timeline:
    """The log and every question that can be asked of it, at any moment.

    >>> from tempfile import TemporaryDirectory
    >>> from ecosys.event.codec import parse
    >>> def price(day, amount):
    ...     return parse({
    ...         "type": "price_changed", "id": f"o3-price-{day}", "subject": "openai/o3",
    ...         "occurred": day, "components": [{"direction": "input", "amount": amount}],
    ...         "sources": [{"source": "openai"}],
    ...     })
    >>> folder = TemporaryDirectory()
    >>> timeline = Timeline.open(f"{folder.name}/log.db")
    >>> timeline.append([price("2025-04-16", "10"), price("2025-06-10", "2")]).positions
    (1, 2)

    A moment says which day is asked about, and with whose knowledge. On June 1st, 2025, nobody
    knew of the second price; today both are known.

    >>> then = timeline.moment(as_of="2025-06-01", known_at="2025-06-01")
    >>> [held.id for held in timeline.held(then)]
    ['o3-price-2025-04-16']
    >>> now = timeline.moment()
    >>> [str(held.event.when) for held in timeline.held(now, "price_changed", subject="openai")]
    ['2025-04-16', '2025-06-10']

    A projection turns the events that hold into points; each point names those it rests on.

    >>> result = timeline.project("price_history", now, {"subject": "openai/o3"})
    >>> [(point.at, str(point.value), point.because) for point in result.points]
    [('2025-04-16', '10', (1,)), ('2025-06-10', '2', (2,))]

    Names are resolved, never guessed; a question of "what if" leaves the log as it is.

    >>> timeline.resolve("o3", now).subject
    'openai/o3'
    >>> timeline.what_if(without=["o3-price-2025-06-10"]).head() == timeline.head()
    True
    >>> timeline.log.database.close()
    >>> folder.cleanup()
    """

    def __init__(self, log: Log) -> None:
        self.log = log
        self.memory = Memory()
        """What is kept of the answers of this timeline."""
        self._reader = Reader(log)
        self.read_models = (
            Keeper(log, READ_MODELS, self._added) if log.is_stored else Keeper(log, ())
        )
        self._folded = FoldedFacts(self._reader)
        self._stored = StoredFacts(log, self.memory) if log.is_stored else None
        self._resolver = Resolver(
            lambda position: self._facts(position).directory(position),
            lambda position: self._facts(position).ranks(position),
            self.held,
        )

    @classmethod
    def open(cls, database: str | Path, clock: Clock = clocks.system) -> "Timeline":
        """Open the log at a path or URL; its tables are made or brought up to date."""
        return cls(Log(open_database(database), clock))

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

    def rebuild(self) -> None:
        """Make anew all that is derived from the recorded bytes."""
        self.log.rebuild()
        self.read_models.rebuild()

    def records(self, where: Filter = ALL) -> Sequence[Recorded]:
        """The recorded events that a filter lets through, by ascending position."""
        return self._reader.records(where)

    def at(self, positions: Collection[int]) -> Sequence[Recorded]:
        """The recorded events at some positions, ascending."""
        return self._reader.at(positions)

    def revisions(self) -> Sequence[Recorded]:
        """The recorded events that revise or judge one other, ascending: corrections, moves ..."""
        head = self.head().position
        return self.memory.once(
            ("revisions", head),
            lambda: self._facts(head).revisions(),
            lambda records: RECORD * len(records),
        )

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
        boundary = self._facts(head.position).last_boundary(head.position, now)
        last, position_given = read_position(position, head)
        if position_given and known_at is None:
            head = Head(last, self.log.recorded_at(last))
        known, known_given = read_known_at(known_at, now, head)
        at, at_given = read_as_of(as_of, now, boundary)
        if source is not None:
            self._resolver.refuse_unknown_source(source, last)
        return Moment(at, known, last, source, at_given and known_given and position_given)

    def last_boundary(self, now: int) -> int:
        """The last instant within a day, not after now, at which a value changes; 0 for none."""
        head = self.log.head().position
        return self._facts(head).last_boundary(head, now)

    def standing_for(self, moment: Moment) -> Moment:
        """The first moment since the last boundary: what is in force then is so at this one.

        A date, which means no time of day, stands for itself.
        """
        if moment.time_of_day is None:
            return replace(moment, pinned=False)
        boundary = self._facts(moment.position).last_boundary(moment.position, moment.as_of)
        first = unpinned_as_of(moment.as_of, boundary)
        return replace(moment, as_of=first, pinned=False)

    # Names

    def resolve(self, name: str, moment: Moment, channel: str | None = None) -> Resolution:
        """The subject that a name means, to the source asked if it has rules; never guessed."""
        return self._resolver.resolve(name, moment, channel)

    def names(self, moment: Moment) -> Names:
        """All names that mean something with a moment's knowledge."""
        return self._resolver.names(moment)

    def ranks(self, moment: Moment) -> Mapping[str, int]:
        """How far each source's word counts: our judgement, whatever `known_at` is."""
        return self._resolver.ranks(moment)

    # Questions

    def held(
        self, moment: Moment, *types: str, subject: str | None = None, history: bool = False
    ) -> Sequence[Held]:
        """The events of some types that hold at a moment, of a subject and all beneath it."""
        return self._held(moment, Filter(types, subject), history=history)

    def view(
        self,
        moment: Moment,
        *types: str,
        subject: str | None = None,
        among: Collection[str] | None = None,
    ) -> View:
        """The same, ready to be asked: what is in force, since when, by whose word.

        With `among` what is about one of these subjects alone, but not what is beneath them.
        """
        where = Filter(types, subject, None if among is None else frozenset(among))
        facts = self._sought(moment, where, history=False)
        return View(facts, moment, self.ranks(moment))

    def changed(self, before: Moment, after: Moment) -> Collection[str] | None:
        """The subjects of which something may be otherwise at one moment than at another.

        None: of too many, or it is not known. Of any other subject nothing is.
        """
        return self._facts(max(before.position, after.position)).changed(before, after)

    def versions(self, moment: Moment, *types: str) -> Sequence[Version]:
        """What held of some types with any knowledge up to a moment's, its history too."""
        return self._facts(moment.position).versions(moment, Filter(types))

    def project(
        self,
        name: str,
        moment: Moment,
        parameters: Parameters | Mapping[str, Any] | None = None,
    ) -> ProjectionResult:
        """Run a projection at a moment. Its parameters are checked; a name is resolved."""
        chosen, read, resolved = self._understood(name, moment, parameters or {})
        results = self._projected(chosen, read, moment)
        return ProjectionResult(chosen, read, moment, *results, resolved)

    def course(
        self, name: str, moment: Moment, parameters: Parameters | Mapping[str, Any]
    ) -> Course:
        """How the points of a projection ran as more became known, up to a moment."""
        chosen, read, resolved = self._understood(name, moment, parameters)
        versions = partial(self._facts(moment.position).versions, moment)
        asked = replace(moment, pinned=False)
        return Course(chosen, read, asked, self.ranks(moment), versions, resolved)

    def points(self, chosen: Projection, parameters: Parameters, moment: Moment) -> Sequence[Point]:
        """The points of a projection whose parameters were read before."""
        return self._projected(chosen, parameters, moment)[0]

    def _understood(
        self, name: str, moment: Moment, parameters: Parameters | Mapping[str, Any]
    ) -> tuple[Projection, Parameters, Resolution | None]:
        """A projection with its parameters read, and how the name of the subject is meant."""
        chosen = get_projection(name)
        read = read_parameters(chosen, parameters)
        if read.subject is None:
            return chosen, read, None
        resolved = self.resolve(read.subject, moment)
        return chosen, read.model_copy(update={"subject": resolved.subject}), resolved

    # What is asked of the log

    def _facts(self, position: int) -> Facts:
        """What the log gives up to a position: by its rows, or where they end by its events."""
        if self._stored is not None and self.read_models.catch_up(position):
            return self._stored
        return self._folded

    def _held(self, moment: Moment, where: Filter, *, history: bool) -> Sequence[Held]:
        checkpoint()
        timeless = replace(moment, as_of=0, pinned=False)
        return self.memory.once(
            (timeless, where, history),
            lambda: self._facts(moment.position).held(timeless, where, history=history),
            lambda facts: POINTER * len(facts),
        )

    def _sought(self, moment: Moment, where: Filter, *, history: bool) -> Sequence[Held]:
        """What holds; where it is of whole types, and kept as rows, it need not all be read."""
        facts = self._facts(moment.position)
        is_whole = where == Filter(where.types) and not history and not moment.source
        if not is_whole or not isinstance(facts, StoredFacts):
            return self._held(moment, where, history=history)

        read = partial(self._held, moment, history=False)
        slices = slices_at(moment)
        return SoughtFacts(facts.statements, moment, where.types, read, slices=slices)

    def _added(self) -> Sequence[ReadModel]:
        """The read models that no question waits for, but for its own."""
        return [*of_other_packages(), *results.made(self.log)]

    # What is kept: each answer depends on nothing but its arguments

    def _projected(
        self, chosen: Projection, parameters: Parameters, moment: Moment
    ) -> ProjectedPoints:
        checkpoint()
        asked = replace(moment, pinned=False)
        return self.memory.once(
            (chosen, parameters, asked),
            lambda: self._project(chosen, parameters, asked),
            lambda result: sum(map(size_of, result[0])),
        )

    def _project(
        self, chosen: Projection, parameters: Parameters, moment: Moment
    ) -> ProjectedPoints:
        subject = chosen.about(parameters)
        through: list[str] = []
        others = partial(self._points, chosen, moment, through)
        context = Context(moment, parameters, self.ranks(moment), others)
        states = self._states(chosen, moment, subject) if chosen.stored else None
        if states is not None:
            points, coverage = run_stored(chosen, states, context)
        else:
            with one_question(moment):
                facts = self._sought(moment, Filter(chosen.takes, subject), history=chosen.history)
                points, coverage = run(chosen, facts, context)
        return points, coverage, tuple(dict.fromkeys(through))

    def _states(
        self, chosen: Projection, moment: Moment, subject: str | None
    ) -> Mapping[str, Any] | None:
        """What is kept of a projection's result; None where the moment is not the log's end."""
        head = self.log.head()
        is_end = moment.position == head.position and moment.known_at >= head.recorded_at
        if self._stored is None or moment.source is not None or not is_end:
            return None
        model = results.read_model_of(chosen)
        if not self.read_models.reaches(model, moment.position):
            return None
        return results.states_at(self.log, chosen, moment.position, subject)

    def _points(
        self, asking: Projection, moment: Moment, through: list[str], name: str, **parameters: Any
    ) -> Sequence[Point]:
        chosen = get_projection(name)
        asking.refuse_unnamed(chosen)
        through.append(f"{name}@{chosen.version}")
        # a subject is exact here: it may not be known yet at a moment
        return self.points(chosen, read_parameters(chosen, parameters), moment)
