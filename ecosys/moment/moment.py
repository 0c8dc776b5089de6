"""Moment: the coordinates at which any question is asked.

`as_of` is valid time (true in the world when?), `known_at` knowledge time (publicly said when?),
`position` how much of the log counts. Dates are UTC and mean their last instant; today means now.
"""

from dataclasses import dataclass, replace

from ecosys.errors import InvalidCoordinate, InvalidInput
from ecosys.event import Head, Recorded
from ecosys.values import instant, when


@dataclass(frozen=True, slots=True)
class Moment:
    """Resolved coordinates: exact instants and a position.

    >>> from ecosys.values.instant import day_of, parse
    >>> noon, july = parse("2025-06-15T12:00Z"), parse("2025-07-01T00:00Z")
    >>> moment = Moment(as_of=noon, known_at=july, position=9)
    >>> moment.time_of_day == noon
    True
    >>> later = moment.at(parse("2026-01-01T00:00Z") - 1)
    >>> day_of(later.as_of), day_of(later.known_at), later.time_of_day
    ('2025-12-31', '2025-07-01', None)
    """

    as_of: int
    """Valid time."""
    known_at: int
    """Knowledge time."""
    position: int
    """The last position that counts."""
    source: str | None = None
    """The one source that is asked, alone; None: all sources merged."""
    pinned: bool = False
    """Whether all three coordinates were given: the same question has this answer for ever."""

    @property
    def time_of_day(self) -> int | None:
        """The instant of `as_of`, unless it is the last of a day: a date, no time, was meant."""
        is_date = self.as_of % instant.DAY == instant.DAY - 1
        return None if is_date else self.as_of

    def knows(self, record: Recorded) -> bool:
        """Whether an event is recorded and was said by the moment.

        >>> from ecosys.testing import given
        >>> [record] = given({"type": "retracted", "id": "r", "event": "p", "fault": "ours",
        ...                   "why": "?", "stated": "1970-01-02"}).records
        >>> day = 86_400 * 1_000_000
        >>> Moment(0, day, 1).knows(record), Moment(0, day - 1, 1).knows(record)
        (True, False)
        >>> Moment(0, day, 0).knows(record)
        False
        """
        return record.position <= self.position and record.known_from <= self.known_at

    def at(self, as_of: int) -> "Moment":
        """The same knowledge asked about another valid time."""
        return replace(self, as_of=as_of)

    def knowing(self, known_at: int) -> "Moment":
        """The same valid time asked with other knowledge."""
        return replace(self, known_at=known_at)


def unpinned_as_of(now: int, last_boundary: int) -> int:
    """What "now" counts as: the later of its midnight and the last boundary.

    A boundary is an instant at which a value changes, or hours with a price of their own begin or
    end. Nothing changes between it and now, so that repeated questions have the same coordinates.

    >>> from ecosys.values.instant import parse, to_text
    >>> now, a_price_ended = parse("2025-06-15T18:00Z"), parse("2025-06-15T16:00Z")
    >>> to_text(unpinned_as_of(now, last_boundary=0))
    '2025-06-15T00:00:00.000000Z'
    >>> to_text(unpinned_as_of(now, last_boundary=a_price_ended))
    '2025-06-15T16:00:00.000000Z'
    """
    return max(instant.midnight(now), last_boundary)


def read_as_of(text: str | None, now: int, last_boundary: int) -> tuple[int, bool]:
    """The instant meant by `as_of`, and whether it will mean the same tomorrow.

    >>> from ecosys.values.instant import day_of, parse
    >>> at, pinned = read_as_of("2025-06", now=parse("2026-01-01T00:00Z"), last_boundary=0)
    >>> day_of(at), pinned
    ('2025-06-30', True)
    """
    if text is None or text in ("now", "today") or text == instant.day_of(now):
        return unpinned_as_of(now, last_boundary), False
    return _last_instant(text, "as_of"), True


def read_known_at(text: str | None, now: int, head: Head) -> tuple[int, bool]:
    """The instant meant by `known_at`; InvalidCoordinate after today: nothing is known yet.

    >>> from ecosys.values.instant import day_of, parse
    >>> head = Head(position=9, recorded_at=parse("2025-12-24T08:00Z"))
    >>> at, pinned = read_known_at("now", now=parse("2026-01-01T10:00Z"), head=head)
    >>> day_of(at), pinned
    ('2025-12-24', False)
    >>> read_known_at("2026-01-02", now=parse("2026-01-01T10:00Z"), head=head)
    ... # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ecosys.errors.InvalidCoordinate: known_at 2026-01-02 lies after today, 2026-01-01. ...
    """
    if text is None or text in ("now", "today") or text == instant.day_of(now):
        return head.recorded_at, False
    known_at = _last_instant(text, "known_at")
    if known_at >= instant.midnight(now) + instant.DAY:
        raise InvalidCoordinate(
            f"known_at {text} lies after today, {instant.day_of(now)}.",
            hint="What will be known is not known; as_of may lie in the future.",
        )
    return known_at, True


def read_position(position: int | None, head: Head) -> tuple[int, bool]:
    """The position meant, and whether it was given; InvalidCoordinate beyond the head.

    >>> read_position(None, Head(position=9, recorded_at=0))
    (9, False)
    >>> read_position(7, Head(position=9, recorded_at=0))
    (7, True)
    """
    if position is None:
        return head.position, False
    head.refuse_beyond(position)
    return position, True


def _last_instant(text: str, name: str) -> int:
    try:
        read = when.parse(text)
    except InvalidInput as problem:
        raise InvalidCoordinate(
            f"{name}: {problem.message}",
            hint="Write a date (2025-06-15, 2025-06, 2025) or an instant (2025-06-15T12:00Z).",
        ) from None
    if read.bound or read.unknown:
        raise InvalidCoordinate(f"{name}: {text!r} is not one moment.", hint="Write a plain date.")
    return read.end - 1
