"""Lanes: what happened to several through time, a lane for each, with marks and spans."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ecosys.values import instant
from ecosys.values.scale import Tick, Time

Kind = Literal["launch", "price", "end", "tie"]
"""What a mark stands for; each has a shape and a hue of its own."""
TOP, LANE, FOOT = 8, 38, 24
"""Heights; the style sheet sets the names of lanes beside them by the same ones."""
WHOLE = 100
"""Widths are parts of a hundred: so a picture can be drawn as wide as one likes."""
DIGITS = 3
"""How exactly places are told: much wider than a screen a mark still stands on its day."""
CLOSER = 5
"""How many times as many dates are named for who looks closer."""
NARROWEST = 0.1
"""How wide a span is at least, so that it is seen."""
OFFSETS: dict[Kind, int] = {"launch": -12, "tie": -4, "price": 4, "end": 12}
"""How far from the middle of a lane marks of a kind stand where kinds are set apart."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened, or will."""

    at: int
    kind: Kind
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which something is so."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One of several that are shown beneath each other."""

    name: str
    href: str
    marks: Sequence[Mark]
    spans: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A mark as it is drawn."""

    x: float
    y: float
    kind: Kind
    text: str
    href: str
    is_coming: bool


@dataclass(frozen=True, slots=True)
class DrawnSpan:
    """A span as it is drawn."""

    x: float
    y: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class DrawnLane:
    """A lane as it is drawn."""

    name: str
    href: str
    y: int
    marks: Sequence[DrawnMark]
    spans: Sequence[DrawnSpan]


@dataclass(frozen=True, slots=True)
class LaneChart:
    """A picture of lanes."""

    title: str
    lanes: Sequence[DrawnLane]
    across: Sequence[Tick]
    moment: float
    """Where the moment stands that is asked about."""
    height: int
    bottom: int
    kinds: Sequence[Kind]
    """The kinds of marks that are in it."""
    between: Sequence[Tick]
    """Dates between those across, for who looks closer."""
    top: int = TOP
    lane: int = LANE


def lane_chart(
    title: str,
    lanes: Sequence[Lane],
    as_of: int,
    start: int | None = None,
    *,
    apart: bool = False,
) -> LaneChart | None:
    """The picture of some lanes from a start on; None, where there is nothing to draw.

    With `apart` kinds of marks stand beneath each other in a lane, so that they hide none.
    """
    if not any(lane.marks for lane in lanes):
        return None
    time = Time(*time_of(lanes, as_of, start), 0, WHOLE, DIGITS)
    across = time.ticks(9)
    named = {tick.at for tick in across}
    height = TOP + LANE * len(lanes) + FOOT
    return LaneChart(
        title=title,
        lanes=[_drawn(lane, at, time, as_of, apart=apart) for at, lane in enumerate(lanes)],
        across=across,
        between=[tick for tick in time.ticks(9 * CLOSER) if tick.at not in named],
        moment=time.x(as_of),
        height=height,
        bottom=height - FOOT,
        kinds=[kind for kind in OFFSETS if _has(lanes, kind)],
    )


def time_of(lanes: Iterable[Lane], as_of: int, start: int | None = None) -> tuple[int, int]:
    """From when to when lanes are drawn: from a start, else from the first mark on."""
    marked = [mark.at for lane in lanes for mark in lane.marks]
    first = min([*marked, as_of]) if start is None else start
    last = max([*marked, as_of])
    room = max((last - first) // 60, 10 * instant.DAY)
    return first - room, last + room


def _has(lanes: Iterable[Lane], kind: Kind) -> bool:
    return any(mark.kind == kind for lane in lanes for mark in lane.marks)


def _drawn(lane: Lane, number: int, time: Time, as_of: int, *, apart: bool) -> DrawnLane:
    middle = TOP + LANE * number + LANE // 2
    marks = [
        DrawnMark(
            time.x(mark.at),
            middle + (OFFSETS[mark.kind] if apart else 0),
            mark.kind,
            mark.text,
            mark.href,
            mark.at > as_of,
        )
        for mark in sorted(lane.marks, key=lambda mark: mark.at)
        if mark.at >= time.start
    ]
    spans = []
    for span in lane.spans:
        x, end = time.x(span.start), time.x(span.end)
        width = round(max(end - x, NARROWEST), DIGITS)
        spans.append(DrawnSpan(x, middle - 6, width, span.kind))
    return DrawnLane(lane.name, lane.href, middle, marks, spans)
