"""Hypothesis strategies: histories that a log accepts, and moments at which to ask about them.

Dates, voices, subjects and amounts come from short lists, so that statements meet, compete and tie
all the time. Whatever is drawn first is the plainest: failures shrink towards it.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st

from ecosys.event import Event, Recorded, Reference, as_recorded
from ecosys.events.confirmed import Confirmed
from ecosys.events.corrected import Corrected
from ecosys.events.deprecated import Deprecated
from ecosys.events.described import Described
from ecosys.events.observed import Observed
from ecosys.events.price_changed import Component, PriceChanged
from ecosys.events.replacement_named import ReplacementNamed
from ecosys.events.rescheduled import Rescheduled
from ecosys.events.retracted import Retracted
from ecosys.events.unstated import Unstated
from ecosys.moment import Moment
from ecosys.values import when

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[Any]], Any]

SUBJECTS = ("openai/o3", "openai/o3/mini", "mistral/large")
"""What the events are about; the second lies beneath the first."""
VOICES = ("openai", "litellm", "news", "azure", "mistral")
"""Whose statements there are: sellers, a mirror, a secondary source."""
RANKINGS: tuple[dict[str, int], ...] = (
    {"openai": 10, "azure": 10, "mistral": 10, "news": 50, "litellm": 90},
    dict.fromkeys(VOICES, 50),
    {"litellm": 10, "news": 20, "openai": 30, "mistral": 30, "azure": 40},
)
"""Whose word counts most: the sellers', nobody's, the mirror's."""
PLAIN_DATES = (
    "2025-01-02",
    "2025-01-03",
    "2025-01-04",
    "2025-01-03T12:00:00Z",
    "2025-01",
    "2025-02-01",
    "2025-02-03",
    "2025-02",
    "2024",
    "2025-Q1",
    "2025",
)
"""Dates of every precision that hold one another or end together."""
BOUNDED_DATES = (
    "unknown",
    "not before 2025-01-03",
    "not after 2025-01-03",
    "not after 2025-01",
    "2025-01-02..2025-01-04",
    "2024..2025-01",
)
"""Dates of which a source says less than an interval."""
SEEN = ("not after 2025-01-03", "2024..2025-01")
"""Dates by which something was seen to have been said."""
ENDS = (*PLAIN_DATES, "not before 2025-01-04", "not after 2025-01-03")
"""Dates at which something ends."""
AMOUNTS = ("1", "2", "none", "unpublished")
BEGINNING = when.parse("2025-01-02T06:00Z").start
HOUR = 3_600_000_000
PAUSES = (0, 6 * HOUR, 24 * HOUR, 48 * HOUR, 30 * 24 * HOUR)
"""How long after the one before an event is recorded."""
INSTANTS = sorted(
    {
        instant
        for text in (*PLAIN_DATES, "2025-01-05")
        for date in [when.parse(text)]
        for instant in (date.start - 1, date.start, date.end - 1, date.end)
    }
)
"""Both sides of every boundary."""


def _one_of(draw: Draw, *choices: T) -> T:
    chosen: T = draw(st.sampled_from(choices))
    return chosen


def _stated(draw: Draw, now: int) -> str | None:
    """When something was said: left out, or a date that has begun."""
    begun = [text for text in (*PLAIN_DATES, *SEEN) if when.parse(text).start <= now]
    return _one_of(draw, None, None, None, *begun)


def _said(draw: Draw, now: int, occurred: str | None = None) -> dict[str, Any]:
    """The fields of a statement of fact; one about the future says when it was said."""
    occurred = occurred or _one_of(draw, *PLAIN_DATES, *BOUNDED_DATES)
    date, stated = when.parse(occurred), _stated(draw, now)
    if stated is None and date.bound is None and date.start > now:
        stated = "2025-01-02"
    source = _one_of(draw, *VOICES)
    return {
        "version": 1,
        "occurred": occurred,
        "stated": stated,
        "sources": (Reference(source=source),),
        "voice": draw(st.none() | st.sampled_from(VOICES)),
    }


def _until(draw: Draw) -> str | None:
    return _one_of(draw, None, None, None, *ENDS)


def _price(draw: Draw, id: str, subject: str, now: int) -> Event:
    fields, until = _said(draw, now), _until(draw)
    if until is not None and when.parse(until).end <= when.parse(fields["occurred"]).start:
        until = None
    directions = _one_of(draw, ("input",), ("output",), ("input", "output"))
    lines = tuple(Component(direction=each, amount=_one_of(draw, *AMOUNTS)) for each in directions)
    channel = _one_of(draw, "first_party", "first_party", "azure")
    return PriceChanged(
        type="price_changed",
        id=id,
        subject=subject,
        channel=channel,
        components=lines,
        until=until,
        **fields,
    )


def _described(draw: Draw, id: str, subject: str, now: int) -> Event:
    return Described(
        type="described",
        id=id,
        subject=subject,
        attribute=_one_of(draw, "access", "free_tier"),
        value=_one_of(draw, "open", "closed"),
        until=_until(draw),
        **_said(draw, now),
    )


def _observed(draw: Draw, id: str, subject: str, now: int) -> Event:
    return Observed(
        type="observed",
        id=id,
        subject=subject,
        metric="developers",
        value=_one_of(draw, "10", "20"),
        comparator=_one_of(draw, "=", "~"),
        kind="stock",
        unit="developers",
        **_said(draw, now),
    )


def _deprecated(draw: Draw, id: str, subject: str, now: int) -> Event:
    shutdown = draw(st.none() | st.sampled_from(ENDS))
    announced = draw(st.none() | st.sampled_from(PLAIN_DATES))
    if announced and shutdown and when.parse(announced).start >= when.parse(shutdown).end:
        announced = None
    said = {**_said(draw, now, announced), "version": 2}
    return Deprecated(
        type="deprecated",
        id=id,
        deployment=_one_of(draw, None, None, "standard", "batch"),
        subject=subject,
        announced=announced,
        shutdown=shutdown,
        legacy=draw(st.none() | st.sampled_from(ENDS)),
        **said,
    )


def _replaced(draw: Draw, id: str, subject: str, now: int) -> Event:
    return ReplacementNamed(
        type="replacement_named",
        id=id,
        subject=subject,
        replacements=(_one_of(draw, "o4", "o5"),),
        **_said(draw, now),
    )


FACTS = {
    "price_changed": _price,
    "described": _described,
    "observed": _observed,
    "deprecated": _deprecated,
    "replacement_named": _replaced,
}
"""What draws an event about the world, by its type."""
FAULTS = st.sampled_from(["ours", "source"])
ABOUT = ("corrected", "retracted", "rescheduled", "confirmed", "unstated")
"""The types of events about other events."""
MOVABLE = {
    "price_changed": ("occurred", "until"),
    "described": ("occurred", "until"),
    "observed": ("occurred",),
    "deprecated": ("shutdown", "legacy", "deprecated", "occurred"),
    "replacement_named": ("occurred",),
}
"""The dates that can move, by type."""


def _refers(draw: Draw, about: Event, now: int) -> dict[str, Any]:
    """The fields of a statement about another event, by some source."""
    return {
        "version": 1,
        "stated": _stated(draw, now),
        "sources": (Reference(source=_speaker(draw, about)),),
    }


def _speaker(draw: Draw, about: Event) -> str:
    """Who speaks of an event: as often whose statement it is as any other."""
    said = about.statement if isinstance(about, Corrected) else about
    return _one_of(draw, *(said.effective_voice,) * len(VOICES), *VOICES)


def _rescheduled(draw: Draw, id: str, target: Event, type: str, now: int) -> Event:
    if _one_of(draw, False, False, True):
        change: dict[str, Any] = {"cancelled": True}
    else:
        names = draw(st.sets(st.sampled_from(MOVABLE[type]), min_size=1, max_size=2))
        dates = (*PLAIN_DATES, "not before 2025-01-03")
        change = {name: _one_of(draw, *dates) for name in sorted(names)}
    fields = {**change, **_refers(draw, target, now)}
    return Rescheduled(type="rescheduled", id=id, event=target.id, **fields)


def _read_again(draw: Draw, id: str, type: str, about: Sequence[Event], now: int) -> Event:
    stated = _stated(draw, now) or "2025-01-02"
    source = _speaker(draw, about[0])
    targets = tuple(dict.fromkeys(each.id for each in about))
    if type == "confirmed":
        return Confirmed(
            type="confirmed", version=1, id=id, source=source, stated=stated, events=targets
        )
    return Unstated(type="unstated", version=1, id=id, source=source, stated=stated, events=targets)


class Writer:
    """Draws the events of one history, each of a kind that the log accepts."""

    def __init__(
        self, draw: Draw, mix: Sequence[Sequence[str]], subjects: Sequence[str], prefix: str
    ) -> None:
        self.draw = draw
        self.mix = mix
        self.subjects = subjects
        self.prefix = prefix
        self.events: list[Event] = []

    def write(self, now: int) -> Event:
        """One more event, recorded now."""
        kinds = _one_of(self.draw, *self.mix) if self.events else self.mix[0]
        return self.write_a(_one_of(self.draw, *kinds), now)

    def write_a(self, kind: str, now: int) -> Event:
        """One more event of a kind."""
        id = f"{self.prefix}{len(self.events) + 1}"
        event = self._fact(kind, id, now) if kind in FACTS else self._about(kind, id, now)
        self.events.append(event)
        return event

    def _fact(self, kind: str, id: str, now: int) -> Event:
        return FACTS[kind](self.draw, id, _one_of(self.draw, *self.subjects), now)

    def _about(self, kind: str, id: str, now: int) -> Event:
        if kind == "retracted":
            return self._retracted(id, now)
        if kind == "corrected":
            return self._corrected(id, now)
        if kind == "rescheduled":
            named = self._fact_or_correction()
            return _rescheduled(self.draw, id, named, self._original(named).type, now)
        both = (self._fact_or_correction(), _one_of(self.draw, *self.events))
        read = _read_again(self.draw, id, kind, both, now)
        whole = isinstance(read, Confirmed) and _one_of(self.draw, False, False, True)
        return read.model_copy(update={"events": ()}) if whole else read

    def _retracted(self, id: str, now: int) -> Event:
        wrong = _one_of(self.draw, *self.events)
        return Retracted(
            type="retracted",
            id=id,
            event=wrong.id,
            fault=self.draw(FAULTS),
            why="wrong",
            **_refers(self.draw, wrong, now),
        )

    def _corrected(self, id: str, now: int) -> Event:
        originals = [each for each in self.events if not isinstance(each, Corrected | Retracted)]
        wrong = _one_of(self.draw, *originals)
        return Corrected(
            type="corrected",
            id=id,
            event=wrong.id,
            statement=self._again(wrong, now),
            fault=self.draw(FAULTS),
            why="wrong",
            **_refers(self.draw, wrong, now),
        )

    def _again(self, wrong: Event, now: int) -> Event:
        """Another statement of the same type about the same."""
        if isinstance(wrong, Rescheduled):
            target = self._find(wrong.event)
            type = self._original(target).type
            return _rescheduled(self.draw, wrong.id, target, type, now)
        if isinstance(wrong, Confirmed) and not wrong.events:
            return wrong.model_copy(update={"stated": when.read(_stated(self.draw, now) or "2025")})
        if isinstance(wrong, Confirmed | Unstated):
            about = [self._find(name) for name in wrong.events]
            return _read_again(self.draw, wrong.id, wrong.type, about, now)
        return FACTS[wrong.type](self.draw, wrong.id, wrong.subjects[0], now)

    def _fact_or_correction(self) -> Event:
        """An event about the world, or a correction of one."""
        named = [event for event in self.events if self._original(event).type in FACTS]
        return _one_of(self.draw, *(event for event in named if not isinstance(event, Retracted)))

    def _original(self, event: Event) -> Event:
        while isinstance(event, Corrected | Retracted):
            event = self._find(event.event)
        return event

    def _find(self, id: str) -> Event:
        (found,) = [event for event in self.events if event.id == id]
        return found


@st.composite
def histories(
    draw: Draw,
    max_size: int = 9,
    subjects: Sequence[str] = SUBJECTS,
    prefix: str = "e",
    pauses: Sequence[int] = PAUSES,
) -> list[Recorded]:
    """A log of a few events, some of them appended by the user.

    It is about one thing or many; most of it states facts, or is about what was stated.
    """
    facts = draw(st.sampled_from([(kind,) for kind in FACTS]) | st.just(tuple(FACTS)))
    mix = _one_of(draw, (facts, ABOUT, ABOUT), (facts, facts, ABOUT))
    some = draw(st.just(subjects[:1]) | st.just(subjects))
    writer, now, log = Writer(draw, mix, some, prefix), BEGINNING, list[Recorded]()
    for position in range(1, draw(st.integers(1, max_size)) + 1):
        now += _one_of(draw, *pauses)
        origin = _one_of(draw, "ecosys", "ecosys", "ecosys", "laptop")
        log.append(as_recorded(position, now, origin, writer.write(now)))
    return log


@st.composite
def longer(draw: Draw, log: Sequence[Recorded], *kinds: str) -> list[Recorded]:
    """The log and one more event of one of these kinds, recorded together with its last."""
    writer = Writer(draw, [kinds], SUBJECTS, "e")
    writer.events = [record.event for record in log]
    now = log[-1].recorded_at
    event = writer.write_a(_one_of(draw, *kinds), now)
    return [*log, as_recorded(len(log) + 1, now, "ecosys", event)]


@st.composite
def moments(draw: Draw, log: Sequence[Recorded]) -> Moment:
    """Coordinates at which a history can be asked, more often with all of it than without."""
    end = st.just(log[-1].recorded_at)
    known = end | end | st.sampled_from([*INSTANTS, *(record.recorded_at for record in log)])
    position = st.just(len(log)) | st.integers(0, len(log))
    source = st.none() | st.none() | st.sampled_from(VOICES)
    as_of = draw(st.sampled_from(INSTANTS))
    return Moment(as_of, draw(known), draw(position), draw(source))
