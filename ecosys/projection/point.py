"""Point: one number with its date, what a reader must know of it, and the events it rests on.

The docstrings of these classes are served as they are: they describe the fields of answers. So
the examples stand here. A number with its date, and the event that states it:

>>> from decimal import Decimal
>>> stated = Point("openai/api", "2023-11-06", Decimal(2_000_000), "developers", because=(7,))
>>> stated.value, stated.high, stated.marks
(Decimal('2000000'), None, ())

Of a range `value` and `low` are the lower end:

>>> ranging = Point("openai/api", "2024", Decimal(3), "percent", high=Decimal(5))
>>> ranging.value, ranging.low, ranging.high
(Decimal('3'), Decimal('3'), Decimal('5'))

A share of three says what it rests on; of two it says why there is none:

>>> Coverage("developers", (Figure("openai/api", "2023-11-06", Decimal(2_000_000), 55),)).reason
>>> Coverage("developers", reason="not enough facts: 2 members, 3 are needed").included
()
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal, TypedDict

from pydantic import Field

from ecosys.event.citation import ON_REQUEST, Citations
from ecosys.moment import Held, Moment
from ecosys.values.amount import Number
from ecosys.values.schema import DOCSTRINGS_DESCRIBE, is_none
from ecosys.values.when import When

Mark = Literal[
    "approximate",
    "scheduled",
    "soft",
    "since_unknown",
    "at_the_latest",
    "stale",
    "returned",
    "ended",
    "redirected",
    "old_rate",
    "own",
]
"""What a reader must know of a point:
approximate: `as_of` lies inside its interval; scheduled: after `as_of`; soft: an earliest possible
date; since_unknown: already so when first stated; at_the_latest: seen so on that day;
stale: its source no longer says so; returned: its source withdrew it, or said otherwise, in
between; ended: its subject no longer answers; redirected: another one answers its calls;
old_rate: it was converted at a rate of more than ten days before; own: it was first said in this
log, not in a release.
"""


@dataclass(frozen=True, slots=True)
class Point:
    """One number, when it is so, and the events that it came from."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    subject: str
    """What the number is about."""
    at: str
    """The date as exactly as it is known: `2023-11-06`, `2023-11`, `unknown`."""
    value: Number | None
    """The number; the lower end of a range; null: not known, which is never zero."""
    unit: str
    """What is counted."""
    because: tuple[int, ...] = ()
    """Positions of the events that it came from."""
    events: tuple[str, ...] = ()
    """Ids of these events."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What tells the point from others of the same subject and date."""
    marks: tuple[Mark, ...] = ()
    """What a reader must know of it."""
    low: Annotated[Number | None, Field(exclude_if=is_none)] = None
    """The lower end, of a range only; the same as `value`."""
    high: Annotated[Number | None, Field(exclude_if=is_none)] = None
    """The upper end, of a range only."""
    comparator: Annotated[str | None, Field(exclude_if=is_none)] = None
    """How the number is meant, where it is not exactly: `~`, `>`, `>=` ..."""
    figure_of: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The date of the measured figures that it rests on, of several dates the oldest and the
    newest, `2025-11-01..2026-04-01`; left out where that is `at`."""
    sources: Citations = field(default=None, metadata=ON_REQUEST)
    """Where these events were read, in the order of `because`; only with include=sources."""

    def __post_init__(self) -> None:
        """The lower end of a range is its value.

        >>> from decimal import Decimal
        >>> point = Point("acme", "2024-06", Decimal(3), "models", high=Decimal(5))
        >>> point.low, point.high
        (Decimal('3'), Decimal('5'))
        """
        if self.high is not None:
            object.__setattr__(self, "low", self.value)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a share or rank rests on."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    subject: str
    """What the figure is about."""
    at: str
    """Its date."""
    value: Number
    """The figure."""
    age_days: int
    """Days from the figure to the moment asked for."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a share, rank or concentration could see, and what not."""

    __pydantic_config__: ClassVar = DOCSTRINGS_DESCRIBE

    definition: str
    """The slice that was measured: a share of downloads is not a market share."""
    included: tuple[Figure, ...] = ()
    """The figures that it rests on, each with its age."""
    missing: tuple[str, ...] = ()
    """Known members without a figure."""
    reason: str | None = None
    """Why there are not enough facts for an answer; null: there are."""


class Lineage(TypedDict):
    """What a point rests on, as fields of it."""

    because: tuple[int, ...]
    events: tuple[str, ...]


def rests_on(facts: Iterable[Held]) -> Lineage:
    """The lineage of a point that rests on several events: `Point(..., **rests_on(facts))`.

    >>> from ecosys.testing import given
    >>> licence = {"type": "described", "subject": "acme/m", "attribute": "licence",
    ...            "value": "MIT", "occurred": "2024-01-01", "sources": [{"source": "acme"}]}
    >>> rests_on(given({**licence, "id": "a"}, {**licence, "id": "b"}).view().facts)
    {'because': (1, 2), 'events': ('a', 'b')}
    """
    ordered = sorted(facts, key=lambda held: held.because)
    return Lineage(
        because=tuple(sorted({at for held in ordered for at in held.because})),
        events=tuple(dict.fromkeys(id for held in ordered for id in held.events)),
    )


def figure_of(point: Point, dates: Mapping[str, When]) -> str | None:
    """The date of the figures that a point rests on; None: its own, or it rests on none.

    `dates` are those of the events that state a figure, by id. Of several it is a range.

    >>> from ecosys.values.when import parse
    >>> dates = {"a": parse("2026-03-01"), "b": parse("2026-04-01"), "c": parse("2026-05-01")}
    >>> share = Point("acme", "2026-11-29", None, "ratio", events=("a", "b", "licence"))
    >>> figure_of(share, dates)
    '2026-03-01..2026-04-01'
    >>> figure_of(Point("acme", "2026-05-01", None, "stars", events=("c",)), dates) is None
    True
    """
    used = sorted({dates[id] for id in point.events if id in dates}, key=_by_time)
    if not used or {date.date for date in used} == {point.at}:
        return None
    first, last = used[0].date, used[-1].date
    return first if first == last else f"{first}..{last}"


def _by_time(date: When) -> tuple[int, int]:
    return date.start, date.end


def marks(held: Held, moment: Moment) -> tuple[Mark, ...]:
    """What a reader must know of a statement at a moment.

    >>> from ecosys.testing import given
    >>> view = given(
    ...     {"type": "described", "id": "a", "subject": "acme/m", "attribute": "licence",
    ...      "value": "MIT", "occurred": "2024", "sources": [{"source": "acme"}]}
    ... ).when(as_of="2024-06-15").view()
    >>> marks(view.facts[0], view.moment)
    ('approximate',)
    """
    when, start = held.when, held.start
    is_so: list[tuple[Mark, bool]] = [
        ("scheduled", start is not None and start > moment.as_of),
        ("stale", held.unstated),
        ("returned", held.returned),
        ("own", held.is_own),
    ]
    if when is not None and not when.plain:  # as hardly any is
        is_so[:0] = [
            ("approximate", when.approximate(moment.as_of)),
            ("soft", when.soft),
            ("since_unknown", when.unknown),
            ("at_the_latest", when.bound == "not_after"),
        ]
    return tuple([mark for mark, so in is_so if so])


def size_of(point: Point) -> int:
    """How many bytes a point needs, about, its texts and its lineage included.

    >>> size_of(Point("acme", "2024", None, "models", because=(1, 2))) > 500
    True
    """
    return 700 + 80 * len(point.labels) + 45 * len(point.because)
