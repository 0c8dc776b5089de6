"""Held: an event as it stands at a moment."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypedDict, TypeVar

from ecosys.event import Event
from ecosys.values import instant
from ecosys.values.when import When

E = TypeVar("E", bound=Event)
Kind = type[Event]
KindOf = type[E]
Stated = tuple[Hashable, object]
"""A series, and a value of it."""


class Unread:
    """A statement that is read when it is asked for, as from the text that is kept of it.

    >>> from ecosys.event.codec import parse
    >>> from ecosys.events.retracted import Retracted
    >>> class Letter(Unread):
    ...     def read(self):
    ...         print("reads")
    ...         return parse({"type": "retracted", "id": "r", "event": "p", "fault": "ours",
    ...                       "why": "?"})
    >>> unread = Letter(Retracted, "retracted")
    >>> unread.type, unread == unread.event, unread.event is unread.event
    reads
    ('retracted', True, True)

    What it states, and its dates, may be kept apart, so that the rest need not be read for them:
    then they are given without it.
    """

    __slots__ = ("_event", "kind", "type")

    def __init__(self, kind: Kind, type: str) -> None:
        self.kind = kind
        self.type = type
        self._event: Event | None = None

    def read(self) -> Event:
        """Read what it states."""
        raise NotImplementedError

    @property
    def event(self) -> Event:
        """What it states."""
        event = self._event
        if event is None:
            event = self._event = self.read()
        return event

    def date(self, name: str | None = None) -> When | None:
        """One of its dates: when it is so in the world, or one that can be moved, by its name."""
        return date_of(self.event, name)

    def field(self, name: str) -> Any:
        """One of its fields."""
        return getattr(self.event, name)

    def stated(self) -> Iterable[Stated]:
        """What it states, as (series, value); the value of what is stated as a whole is this."""
        return self.event.statements()

    def subjects(self) -> Sequence[str]:
        """The subjects that it is about, each once, in the order in which it names them."""
        return tuple(dict.fromkeys(self.event.subjects))

    def describe(self) -> str:
        """What it states, in a line for people."""
        return self.event.describe()

    def __eq__(self, other: object) -> bool:
        return self.event == (other.event if isinstance(other, Unread) else other)

    def __hash__(self) -> int:
        return hash(self.event)


class Held(NamedTuple):
    """An event as it stands at a moment, with all that made it so.

    >>> from ecosys.testing import given
    >>> [held] = given(
    ...     {"type": "deprecated", "id": "end", "subject": "acme/m", "announced": "2025-03-01",
    ...      "shutdown": "2025-09-01", "sources": [{"source": "acme"}]},
    ...     {"type": "rescheduled", "id": "move", "event": "end", "shutdown": "2025-12-01",
    ...      "stated": "2025-05-01", "sources": [{"source": "acme"}]},
    ... ).view().facts
    >>> held.event.shutdown, held.because, held.events
    ('2025-12-01', (1, 2), ('end', 'move'))
    """

    id: str
    """The id of the original event."""
    content: Event | Unread
    """The statement in force: corrected, with the dates that now stand."""
    start: int | None
    """The first instant at which it counts as so; None: never by itself."""
    until: int
    """The first instant at which it no longer counts as so."""
    ends: bool
    """Whether an end was given, be it one that does not come by itself."""
    goes_on: bool
    """Whether what it ends is answered still, by something else."""
    earliest: int | None
    """The first instant at which it may be so, where that is not when it surely is."""
    own_word: bool
    """Whether the voice is not named: who sells it, or the first source, says it."""
    because: tuple[int, ...]
    """Positions of the original, its corrections and reschedulings."""
    events: tuple[str, ...]
    """Ids of the events at these positions."""
    position: int
    """The position of the statement in force: the original's, or its correction's."""
    recorded_at: int
    """When the statement in force was recorded."""
    known_from: int
    """Since when the statement in force is known; a rescheduling does not renew it."""
    voice: str
    """Whose statement it is."""
    own: bool = False
    """Whether it was first recorded in this log, not copied from a release."""
    last_stated: int = 0
    """The end of the last time at which its voice said or confirmed it."""
    cancelled: bool = False
    """Whether it was called off."""
    unstated: bool = False
    """Whether its voice has stopped saying it."""
    returned: bool = False
    """Whether what it says was withdrawn, or said otherwise, in between."""
    superseded: bool = False
    """Whether another statement took its place; shown only to projections with history."""
    own_move: bool = False
    """Whether a date of it was moved, or it was called off, in this log."""

    @property
    def is_own(self) -> bool:
        """Whether something of it was first said in this log: it is no answer of a release."""
        return self.own or self.own_move

    @property
    def event(self) -> Event:
        """The statement in force."""
        content = self.content
        return content.event if isinstance(content, Unread) else content

    @property
    def type(self) -> str:
        """The type of the statement."""
        return self.content.type

    @property
    def kind(self) -> Kind:
        """The class of the statement."""
        content = self.content
        return content.kind if isinstance(content, Unread) else content.__class__

    @property
    def subjects(self) -> Sequence[str]:
        """The subjects that it is about, each once, in the order in which it names them."""
        content = self.content
        if isinstance(content, Unread):
            return content.subjects()
        return tuple(dict.fromkeys(content.subjects))

    @property
    def subject(self) -> str:
        """What it is about; of several subjects the first."""
        return self.subjects[0]

    def describe(self) -> str:
        """What it states, in a line for people."""
        return self.content.describe()

    @property
    def when(self) -> When | None:
        """When it is so in the world; None: it has no date."""
        return self.date()

    def date(self, name: str | None = None) -> When | None:
        """One of its dates: when it is so in the world, or one that can be moved, by its name."""
        content = self.content
        return content.date(name) if isinstance(content, Unread) else date_of(content, name)

    def field(self, name: str) -> Any:
        """One of its fields; for what is kept apart of its class the rest is not read."""
        content = self.content
        return content.field(name) if isinstance(content, Unread) else getattr(content, name)

    def of(self, kind: KindOf[E]) -> E | None:
        """The statement, where it is of a class of events; others are not read for that."""
        content = self.content
        if isinstance(content, Unread):
            if not issubclass(content.kind, kind):
                return None
            content = content.event
        return content if isinstance(content, kind) else None

    def statements(self) -> Iterable[Stated]:
        """What is stated, as (series, value)."""
        for series, value in self.stated():
            yield series, value.event if isinstance(value, Unread) else value

    def stated(self) -> Iterable[Stated]:
        """The same; a value that is a whole statement may not be read yet."""
        content = self.content
        return content.stated() if isinstance(content, Unread) else content.statements()

    @property
    def series(self) -> Iterator[Hashable]:
        """The series that something is stated of."""
        return (series for series, _ in self.stated())


def date_of(event: Event, name: str | None) -> When | None:
    """One of the dates of a statement: when it is so in the world, or another by its name.

    >>> from ecosys.event.codec import parse
    >>> end = parse({"type": "deprecated", "id": "end", "subject": "acme/m", "shutdown": "2025-09",
    ...              "announced": "2025-03-01", "sources": [{"source": "acme"}]})
    >>> date_of(end, None), date_of(end, "shutdown")
    ('2025-03-01', '2025-09')
    """
    date: When | None = event.when if name is None else getattr(event, name)
    return date


def in_log_order(held: Held) -> tuple[int, int]:
    """The order of facts in the log; the versions of one, from the first to the present.

    >>> from ecosys.testing import given
    >>> licence = {"type": "described", "subject": "acme/m", "attribute": "licence",
    ...            "value": "MIT", "sources": [{"source": "acme"}]}
    >>> facts = given({**licence, "id": "a", "occurred": "2025"},
    ...               {**licence, "id": "b", "occurred": "2024"}).view().facts
    >>> [held.id for held in sorted(facts, key=in_log_order)]
    ['a', 'b']
    """
    return held.because[0], len(held.because)


class _Fields(TypedDict):
    """What follows from a statement alone."""

    content: Event
    start: int | None
    until: int
    ends: bool
    goes_on: bool
    earliest: int | None
    own_word: bool


def fields_of(event: Event) -> _Fields:
    """A statement, and what follows from it: the fields of `Held`.

    >>> from ecosys.event.codec import parse
    >>> fields = fields_of(parse(
    ...     {"type": "described", "id": "a", "subject": "acme/m", "attribute": "licence",
    ...      "occurred": "not before 2025", "value": "MIT", "sources": [{"source": "acme"}]}))
    >>> fields["start"], fields["until"] == instant.AFTER_ALL, fields["own_word"]
    (None, True, True)
    """
    when = event.when
    date: When | None = getattr(event, "until", None)
    end = date.holds_from if date else None
    return {
        "content": event,
        "start": instant.BEFORE_ALL if when is None else when.holds_from,
        "until": instant.AFTER_ALL if end is None else end,
        "ends": date is not None,
        "goes_on": event.goes_on,
        "earliest": when.earliest.end if when is not None and when.earliest else None,
        "own_word": event.voice is None,
    }
