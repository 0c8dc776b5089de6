"""Contribution: what somebody would state, held against the log before it is written anywhere."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ecosys.errors import EcosysError
from ecosys.event import Event, Recorded, event_types
from ecosys.event.codec import parse
from ecosys.event.ids import free_id, id_of
from ecosys.event.subject import provider_of
from ecosys.event.validation import Fault, InvalidEvent
from ecosys.events.ids_matched import IdsMatched
from ecosys.events.registered import Registered
from ecosys.log import guards
from ecosys.log.decoding import decoded
from ecosys.log.query import Filter
from ecosys.moment import Moment
from ecosys.seeding.doubts import Doubt, Known
from ecosys.seeding.placing import seed_file
from ecosys.seeding.plausibility import doubts
from ecosys.timeline import Timeline
from ecosys.values import instant
from ecosys.values.words import suggest

ABOUT_EVENTS = ("corrected", "rescheduled", "retracted")
"""Types whose ids are made of those of the events that they are about."""
MAX_ALIKE = 100
"""How many events of a subject, type and day are told apart by numbers."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """An event as somebody would state it, with what is wrong with it and what is doubted."""

    event: Event | None
    """The event; None, where what was given is none."""
    faults: tuple[Fault, ...] = ()
    """Why it could not be released as it is."""
    doubts: tuple[Doubt, ...] = ()
    """What is hard to believe of it; a note that names the value settles it."""
    file: str = ""
    """The seed file that it belongs to; empty: that is not known."""


def contribution(timeline: Timeline, moment: Moment, data: Mapping[str, Any]) -> Contribution:
    """What somebody would state, given as plain data; an id that is left out is made.

    It is checked as `ecosys check` does, by its type and against all that the log holds of its
    providers up to the moment's position; `known_at` is when it would be recorded.
    """
    stands = _Log(timeline, moment)
    given = {**data}
    if not given.get("id") and (made := _id(stands, given)):
        given["id"] = made
    try:
        event = parse(given)
    except InvalidEvent as problem:
        return Contribution(None, problem.faults)
    targets = stands.events(event.targets)
    faults = tuple(_faults(stands, event, targets))
    first = next(iter(targets.values()), None)
    doubted = () if faults else tuple(_doubts(stands, event))
    return Contribution(event, faults, doubted, seed_file(event, first))


@dataclass(frozen=True)
class _Log:
    """The log as far as it counts."""

    timeline: Timeline
    moment: Moment

    @property
    def now(self) -> int:
        """When something would be recorded."""
        return self.moment.known_at

    def events(self, ids: Collection[str]) -> dict[str, Event]:
        """Events by their ids, as far as they are there."""
        lines = self.timeline.log.find(ids)
        return {
            id: decoded(line.body)
            for id, line in lines.items()
            if line.position <= self.moment.position
        }

    def records(self, where: Filter) -> Iterator[Recorded]:
        """What is recorded of some kind."""
        records = self.timeline.records(where)
        return (each for each in records if each.position <= self.moment.position)


def _id(stands: _Log, data: Mapping[str, Any]) -> str:
    """A readable id that is free; empty, where too little is given to make one."""
    type, about = str(data.get("type")), _about(data)
    if not about:
        return ""
    today = instant.day_of(stands.now)
    if type in ABOUT_EVENTS:
        made = f"{about}-{type}-{today}"
    elif type == "registered":
        made = f"source-{about}"
    else:
        made = id_of(type, about, data)
    numbered = (f"{made}-{number}" for number in range(2, MAX_ALIKE))
    return free_id(made, set(stands.events([made, *numbered])))


def _about(data: Mapping[str, Any]) -> str:
    """What an event is mainly about, as far as it is given; of a tie its parties."""
    cls = event_types.members.get(str(data.get("type")))
    if cls is None:
        return ""
    about = data.get(cls.main_field)
    if not cls.main_field:
        parties = data.get("parties") or ()
        named = [each.get("party") for each in parties if isinstance(each, Mapping)]
        about = "-".join(filter(None, named))
    return about if isinstance(about, str) else ""


def _faults(stands: _Log, event: Event, targets: Mapping[str, Event]) -> Iterator[Fault]:
    """Why a log would not take an event, or the seeds would not."""
    if stands.events([event.id]):
        yield Fault(("id",), f"{event.id} is taken: an id is written once.")
    yield from _unregistered(stands, event)
    try:
        guards.refuse_dangling([event], {event.id: 1}, stands.now, targets.get)
    except EcosysError as problem:
        yield Fault((), str(problem))


def _unregistered(stands: _Log, event: Event) -> Iterator[Fault]:
    """The sources that an event cites and that nobody registered."""
    if isinstance(event, Registered | IdsMatched):
        return
    known = {
        record.event.source
        for record in stands.records(Filter(("registered",)))
        if isinstance(record.event, Registered)
    }
    for at, each in enumerate(event.sources):
        if each.source not in known:
            text = f"{each.source!r} is not registered. {suggest(each.source, known)}"
            yield Fault(("sources", at, "source"), text)


def _doubts(stands: _Log, event: Event) -> Iterator[Doubt]:
    """What is hard to believe beside all that is known of the same providers."""
    statement = getattr(event, "statement", event)
    providers = dict.fromkeys(map(provider_of, statement.subjects))
    records = {
        record.position: record.event
        for provider in providers
        for record in stands.records(Filter(subject=provider))
    }
    known = Known(event for _, event in sorted(records.items()))
    return doubts(event, known, stands.now)
