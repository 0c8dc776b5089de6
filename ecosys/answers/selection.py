"""Selection: which recorded events a reader wants, by type, subject and time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ecosys.errors import InvalidCoordinate, InvalidInput
from ecosys.event import Recorded, event_types
from ecosys.values import instant, when
from ecosys.values.words import suggest


def _occurred(record: Recorded) -> int | None:
    """The first instant of the interval in which an event occurred; None: not known."""
    when = record.event.when
    return when.start if when and not when.unknown else None


AXES: dict[str, Callable[[Recorded], int | None]] = {
    "stated": lambda record: record.known_from,
    "recorded": lambda record: record.recorded_at,
    "occurred": _occurred,
}
"""The times of an event that can be asked for, as its envelope tells them."""
BOUNDS = tuple(f"{axis}_{end}" for axis in AXES for end in ("from", "until"))
"""The parameters that ask for them: a first and a last day or instant, both included."""

HINT = "Write a date (2025-06-15, 2025-06, 2025) or an instant (2025-06-15T12:00Z)."


@dataclass(frozen=True, slots=True)
class Selection:
    """Which events are wanted; empty means all."""

    types: tuple[str, ...] = ()
    """Their own types."""
    subjects: tuple[str, ...] = ()
    """What they are about; what lies beneath it counts too."""
    windows: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """By axis the first and the last instant."""

    def takes(self, record: Recorded) -> bool:
        """Whether a record is of a wanted type and lies within every window."""
        if self.types and record.event.type not in self.types:
            return False
        return all(
            (at := AXES[axis](record)) is not None and first <= at <= last
            for axis, (first, last) in self.windows.items()
        )


ALL = Selection()
"""Every event."""


def select(
    types: Iterable[str] = (),
    subjects: Iterable[str] = (),
    bounds: Mapping[str, str | None] | None = None,
) -> Selection:
    """The selection that parameters ask for; `bounds` by the names in `BOUNDS`.

    >>> june = select(["launched"], bounds={"stated_from": "2025-06", "stated_until": "2025-06"})
    >>> [instant.to_text(at) for at in june.windows["stated"]]
    ['2025-06-01T00:00:00.000000Z', '2025-06-30T23:59:59.999999Z']
    >>> select(["launhced"])
    Traceback (most recent call last):
    ecosys.errors.InvalidInput: launhced is not an event type. Did you mean launched?
    """
    wanted = tuple(dict.fromkeys(types))
    for type in wanted:
        if type not in event_types:
            hint = event_types.why_missing(type) or suggest(type, event_types)
            raise InvalidInput(f"{type} is not an event type.", hint=hint)
    windows = {axis: window for axis in AXES if (window := _window(axis, bounds or {}))}
    return Selection(wanted, tuple(dict.fromkeys(subjects)), windows)


def _window(axis: str, bounds: Mapping[str, str | None]) -> tuple[int, int] | None:
    names = f"{axis}_from", f"{axis}_until"
    first, last = (bounds.get(name) for name in names)
    if first is None and last is None:
        return None
    start = instant.BEFORE_ALL if first is None else _read(names[0], first).start
    end = instant.AFTER_ALL if last is None else _read(names[1], last).end - 1
    if end < start:
        raise InvalidCoordinate(f"{names[0]} {first} lies after {names[1]} {last}.")
    return start, end


def _read(name: str, text: str) -> when.When:
    try:
        read = when.parse(text)
    except InvalidInput as problem:
        raise InvalidCoordinate(f"{name}: {problem.message}", hint=HINT) from None
    if read.bound or read.unknown:
        raise InvalidCoordinate(f"{name}: {text!r} is not one moment.", hint=HINT)
    return read
