"""Steps: values that hold from a date until the next, as lines with a name at their end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ecosys.values import instant
from ecosys_api.charts.scale import Amounts, Tick, Time, short

WIDTH, HEIGHT = 1000, 300
LEFT, RIGHT, TOP, BOTTOM = 46, 190, 14, 26
LABEL = 15
"""How far apart two names stand at least."""
MAX_LINES = 8
"""How many lines are told apart by hue."""
MARGIN = 40
"""The part of the time shown that is left free after the last date."""


@dataclass(frozen=True, slots=True)
class Step:
    """A value from an instant on."""

    at: int
    value: float | None
    """None: from here on there is none."""
    text: str
    """What is told of it."""
    href: str
    """Where it can be looked up."""


@dataclass(frozen=True, slots=True)
class Line:
    """A name with its steps, the earliest first."""

    name: str
    steps: Sequence[Step]
    is_other: bool = False
    """Whether it is what is known now beside what was known then."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as it is drawn."""

    hue: int
    path: str
    coming: str
    """The part after the moment."""
    dots: Sequence[tuple[float, float, Step]]
    is_other: bool


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a line at its end."""

    at: float
    text: str
    hue: int


@dataclass(frozen=True, slots=True)
class StepChart:
    """A picture of lines."""

    title: str
    summary: str
    lines: Sequence[Drawn]
    labels: Sequence[Label]
    across: Sequence[Tick]
    up: Sequence[Tick]
    moment: float
    """Where the moment stands that is asked about."""
    is_ratio: bool
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM
    left_out: Sequence[str] = field(default=())
    """Names of lines that are not drawn: there are too many."""


def step_chart(title: str, lines: Sequence[Line], as_of: int) -> StepChart | None:
    """The picture of some lines at a moment; None, where there is nothing to draw."""
    given = [line for line in lines if any(step.value is not None for step in line.steps)]
    names = list(dict.fromkeys(line.name for line in given))
    hues = {name: at for at, name in enumerate(names[:MAX_LINES])}
    drawn = [line for line in given if line.name in hues]
    if not drawn:
        return None
    starts = [step.at for line in drawn for step in line.steps if step.at > instant.BEFORE_ALL]
    first, last = min([*starts, as_of]), max([*starts, as_of])
    room = max((last - first) // MARGIN, 10 * instant.DAY)
    time = Time(first - room, last + room, LEFT, WIDTH - RIGHT)
    values = [step.value for line in drawn for step in line.steps if step.value is not None]
    amounts = Amounts.of(values, TOP, HEIGHT - BOTTOM)
    return StepChart(
        title=title,
        summary="; ".join(f"{line.name}: {_told(line)}" for line in drawn),
        lines=[_drawn(line, hues[line.name], time, amounts, as_of) for line in drawn],
        labels=_labels(drawn, hues, amounts),
        across=time.ticks(9),
        up=amounts.ticks(),
        moment=time.x(as_of),
        is_ratio=amounts.is_ratio,
        left_out=names[MAX_LINES:],
    )


def _told(line: Line) -> str:
    return ", ".join(step.text for step in line.steps)


def _drawn(line: Line, hue: int, time: Time, amounts: Amounts, as_of: int) -> Drawn:
    past, coming = [], []
    for step, following in pairwise([*line.steps, None]):
        if step is None or step.value is None:
            continue
        end = following.at if following else time.end
        y = amounts.y(step.value)
        to = amounts.y(following.value) if following and following.value is not None else y
        whole = _piece(time.x(step.at), y, time.x(end), to)
        if step.at > as_of:
            coming.append(whole)
        elif end <= as_of:
            past.append(whole)
        else:
            past.append(_piece(time.x(step.at), y, time.x(as_of), y))
            coming.append(_piece(time.x(as_of), y, time.x(end), to))
    dots = [
        (time.x(step.at), amounts.y(step.value), step)
        for step in line.steps
        if step.value is not None
    ]
    return Drawn(hue, "".join(past), "".join(coming), dots, line.is_other)


def _piece(x: float, y: float, end: float, to: float) -> str:
    down = f"V{to}" if to != y else ""
    return f"M{x} {y}H{end}{down}"


def _labels(lines: Sequence[Line], hues: dict[str, int], amounts: Amounts) -> list[Label]:
    """The names at the ends of lines, none upon another."""
    ends = sorted(
        (amounts.y(value), line.name, value)
        for line in lines
        if not line.is_other and (value := _last(line)) is not None
    )
    places = list(_apart([y for y, _, _ in ends]))
    return [
        Label(place, f"{name} {short(value)}", hues[name])
        for place, (_, name, value) in zip(places, ends, strict=True)
    ]


def _last(line: Line) -> float | None:
    """The last value of a line."""
    return next((step.value for step in reversed(line.steps) if step.value is not None), None)


def _apart(places: Sequence[float]) -> Iterator[float]:
    """Ascending places, each moved down as far as it needs."""
    lowest = HEIGHT - BOTTOM - LABEL * (len(places) - 1)
    before = float("-inf")
    for place in places:
        before = max(min(place, lowest), before + LABEL)
        lowest += LABEL
        yield before
