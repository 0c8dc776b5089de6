"""Rows: what becomes of the models that code names, by a moment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from ecosys.answers.audit.names import Meaning, ModelNames
from ecosys.answers.audit.standard_prices import StandardPrice, StandardPrices
from ecosys.answers.deprecations import AfterRow, after_row
from ecosys.domain.endings import ON_DEMAND, Ending, by_date, endings
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.event.subject import provider_of
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.schema import DOCSTRINGS_DESCRIBE

Status = Literal["ended", "redirected", "ending", "open", "no_end_known"]


@dataclass(frozen=True, slots=True)
class ReplacementRow:
    """What is recommended instead of what ends."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    name: str
    """The name as the announcement has it."""
    subject: str | None
    """The subject that it means; null: none that is known."""
    status: Status | None
    """What becomes of that one."""
    shutdown: str | None
    """When that one stops answering; null: not set."""
    price: StandardPrice | None
    """What it costs; null: not known."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A place in code that names a model, and what becomes of that."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    file: str
    """The file."""
    line: int
    """The line, from 1."""
    column: int
    """The first character of the name, from 1."""
    name: str
    """The name as it is written there."""
    id: str
    """The id in it, without what says who is called."""
    subject: str
    """The model that it means."""
    channel: str
    """Where it is called; `first_party`: at the provider itself."""
    kind: Literal["alias", "pinned"]
    """alias: a name that moves from model to model; pinned: always the same one."""
    points_to: str | None
    """What an alias points to at the moment; null: it is none."""
    status: Status
    """ended: calls fail; redirected: another model answers; ending: a day is set; open: deprecated,
    no day is set; no_end_known: nobody has announced an end, which is no promise."""
    shutdown: str | None
    """When it stops answering; null: not set."""
    end: Literal["firm", "soft"] | None
    """soft: an earliest possible date, not a promise; null: no date is set."""
    days_left: int | None
    """Days from the moment to that date; negative: since then; null: no date is set."""
    deployment: str | None
    """Which deployments of it end; null: all of them."""
    region: str | None
    """Where in the world it ends; null: everywhere."""
    after: AfterRow | None
    """What becomes of calls after the shutdown; null: it is not said."""
    price: StandardPrice | None
    """What it costs, or cost at last; null: not known."""
    replacements: tuple[ReplacementRow, ...]
    """What is recommended instead."""
    voice: str | None
    """Who says that it ends."""
    finding: bool
    """Whether something is to be done: it has ended, or a firm end comes within the days asked."""
    because: tuple[int, ...]
    """Positions of the events that say so."""
    events: tuple[str, ...]
    """Ids of these events."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`."""


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """A place in code that names what looks like a model and is not known: never safe."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    file: str
    """The file."""
    line: int
    """The line, from 1."""
    column: int
    """The first character of the name, from 1."""
    name: str
    """The name as it is written there."""
    why: str
    """Why nothing can be said of it."""
    candidates: tuple[str, ...]
    """What it may mean."""


@dataclass(frozen=True, slots=True)
class End:
    """The end of a model at a channel, as far as one is announced."""

    ending: Ending | None
    status: Status

    @property
    def shutdown(self) -> str | None:
        """When it stops answering."""
        shutdown = self.ending.shutdown if self.ending else None
        return shutdown.date if shutdown else None


NO_END = End(None, "no_end_known")


class Ends:
    """The ends that are announced by a moment, to be asked by model and channel."""

    def __init__(self, timeline: Timeline, moment: Moment, region: str | None = None) -> None:
        self.moment = moment
        self._region = region
        self._by_place: dict[tuple[str, str], list[Ending]] = defaultdict(list)
        for each in endings(timeline.view(moment, "deprecated", "replacement_named"), ANY_CHANNEL):
            subject, channel, deployment, where = each.place
            on_demand = deployment is None or deployment in ON_DEMAND
            if on_demand and (region is None or where in (None, region)):
                self._by_place[subject, channel].append(each)

    def of(self, subject: str, channel: str) -> End:
        """The end of a model: that in the region asked for, of all, else the last of some."""
        ours = self._by_place.get((subject, channel))
        if not ours:
            return NO_END
        ending = max(ours, key=self._weight)
        return End(ending, _status(ending, self.moment))

    def _weight(self, ending: Ending) -> tuple[object, ...]:
        in_region = self._region is not None and ending.place[3] == self._region
        never = ending.ended_at is None
        return in_region, ending.is_whole, never, ending.ended_at or 0, by_date(ending)


def _status(ending: Ending, moment: Moment) -> Status:
    if ending.has_ended(moment.as_of):
        return "redirected" if ending.redirect else "ended"
    return "open" if ending.shutdown is None else "ending"


def days_left(ending: Ending | None, moment: Moment) -> int | None:
    """Days from the moment to the shutdown of an end, or its earliest possible date."""
    shutdown = ending.shutdown if ending else None
    if shutdown is None or shutdown.unknown:
        return None
    return (instant.midnight(shutdown.start) - instant.midnight(moment.as_of)) // instant.DAY


class Rows:
    """Makes the rows of an audit; what is the same in many places is worked out once."""

    def __init__(
        self, names: ModelNames, ends: Ends, prices: StandardPrices, within: int | None
    ) -> None:
        self._names = names
        self._ends = ends
        self._prices = prices
        self._within = within
        self._moment = ends.moment
        self._replaced: dict[tuple[str, str], tuple[ReplacementRow, ...]] = {}

    def row(self, place: Mapping[str, object], meaning: Meaning) -> AuditRow:
        """The row of a place that names a model."""
        end = self._end(meaning)
        ending = end.ending
        shutdown = ending.shutdown if ending else None
        soft = shutdown is not None and shutdown.soft
        left = days_left(ending, self._moment)
        return AuditRow(
            **place,  # type: ignore[arg-type]
            subject=meaning.subject,
            channel=meaning.channel,
            kind="alias" if meaning.points_to else "pinned",
            points_to=meaning.points_to,
            status=end.status,
            shutdown=end.shutdown,
            end=None if shutdown is None else "soft" if soft else "firm",
            days_left=left,
            deployment=ending.event.deployment if ending else None,
            region=ending.event.region if ending else None,
            after=after_row(ending.event.after) if ending and ending.event.after else None,
            price=self._prices.of(meaning.subject, meaning.channel) if ending else None,
            replacements=self._replacements(ending) if ending else (),
            voice=ending.held.voice if ending else None,
            finding=self._is_finding(end, left, soft=soft),
            because=(*(_because(ending)), *meaning.because),
            events=(*(_events(ending)), *meaning.events),
        )

    def _end(self, meaning: Meaning) -> End:
        """The end of a name, else of what it points to."""
        own = self._ends.of(meaning.subject, meaning.channel)
        if own.ending is None and meaning.points_to is not None:
            return self._ends.of(meaning.points_to, meaning.channel)
        return own

    def _is_finding(self, end: End, left: int | None, *, soft: bool) -> bool:
        if end.status in ("ended", "redirected"):
            return True
        if end.status != "ending" or soft:
            return False
        return self._within is None or (left is not None and left <= self._within)

    def _replacements(self, ending: Ending) -> tuple[ReplacementRow, ...]:
        subject, channel, *_ = ending.place
        if (subject, channel) not in self._replaced:
            self._replaced[subject, channel] = tuple(
                self._replacement(name, subject, channel) for name in ending.replacements
            )
        return self._replaced[subject, channel]

    def _replacement(self, name: str, before: str, channel: str) -> ReplacementRow:
        own = f"{provider_of(before)}/{name}"
        meant = self._names.by_name.get(own) or self._names.by_name.get(name) or ()
        subjects = {each.subject for each in meant}
        if len(subjects) != 1:
            return ReplacementRow(name, None, None, None, None)
        (subject,) = subjects
        end = self._ends.of(subject, channel)
        price = self._prices.of(subject, channel) or self._prices.of(subject, FIRST_PARTY)
        return ReplacementRow(name, subject, end.status, end.shutdown, price)


def _because(ending: Ending | None) -> Iterable[int]:
    return (at for held in (ending.facts if ending else ()) for at in held.because)


def _events(ending: Ending | None) -> Iterable[str]:
    return (id for held in (ending.facts if ending else ()) for id in held.events)
