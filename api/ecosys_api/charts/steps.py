"""Steps: values that hold from a date until the next, as lines with a name at their end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ecosys.values import instant
from ecosys.values.scale import Amounts, short
from ecosys_api.charts import spec
from ecosys_api.charts.chart import Chart
from ecosys_api.charts.spec import Row, Spec

WIDTH, HEIGHT, RIGHT = 764, 260, 190
LABEL = 15
"""How far apart two names stand at least."""
LETTER = 7.6
"""How wide a letter of a name is, about."""
MOST_RIGHT = 420
"""How much room names have at most."""
MAX_LINES = 8
"""How many lines are told apart by hue."""
MAX_NAMED = 12
"""How many lines are named that are not drawn."""
MANY = 10_000
"""From which amount on the scale names thousands and millions by letters."""
MARGIN = 40
"""The part of the time shown that is left free after the last date."""
DASHES = {"so": [1, 0], "to come": [4, 3], "known now": [1, 3]}
"""How lines are drawn by what they say."""
RATIO = "The scale is logarithmic: equal distances are equal ratios."


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
    high: float | None = None
    """The upper end, where it is a range from its value up."""


@dataclass(frozen=True, slots=True)
class Line:
    """A name with its steps, the earliest first."""

    name: str
    steps: Sequence[Step]
    is_other: bool = False
    """Whether it is what is known now beside what was known then."""


def step_chart(title: str, lines: Sequence[Line], as_of: int) -> Chart | None:
    """The picture of some lines at a moment; None, where there is nothing to draw."""
    given = [line for line in lines if any(step.value is not None for step in line.steps)]
    names = list(dict.fromkeys(line.name for line in given))
    drawn = [line for line in given if line.name in names[:MAX_LINES]]
    if not drawn:
        return None
    start, end = _time(drawn, as_of)
    ends = ((step.value, step.high) for line in drawn for step in line.steps)
    values = [value for both in ends for value in both if value is not None]
    amounts = Amounts.of(values, 0, HEIGHT)
    notes = [RATIO] if amounts.is_ratio else []
    if names[MAX_LINES:]:
        notes.append(f"Not drawn, but in the table: {_listed(names[MAX_LINES:])}.")
    right = _room(_names(drawn, amounts))
    layers = _layers(drawn, amounts, start, end, as_of)
    made = spec.chart(title, WIDTH + RIGHT - right, HEIGHT, [*layers], right)
    return Chart(title, made, notes)


def _room(names: Iterable[Row]) -> int:
    """How much room beside the lines their names need: long ones take it from the lines."""
    longest = max((len(str(row["text"])) for row in names), default=0)
    return min(max(RIGHT, round(longest * LETTER) + 10), MOST_RIGHT)


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MAX_NAMED
    return ", ".join(names[:MAX_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _time(lines: Sequence[Line], as_of: int) -> tuple[int, int]:
    """From when to when lines are drawn."""
    starts = [step.at for line in lines for step in line.steps if step.at > instant.BEFORE_ALL]
    first, last = min([*starts, as_of]), max([*starts, as_of])
    room = max((last - first) // MARGIN, 10 * instant.DAY)
    return first - room, last + room


def _layers(
    lines: Sequence[Line], amounts: Amounts, start: int, end: int, as_of: int
) -> Iterator[Spec]:
    names = list(dict.fromkeys(line.name for line in lines))
    x, y = spec.time(start, end), _amount(amounts)
    color = spec.by_name("series", names)
    dash = spec.by_name("state", list(DASHES), range=list(DASHES.values()))
    yield spec.layer("moment", {"type": "rule", "style": "today"}, [{"at": spec.day(as_of)}], x=x)
    yield spec.layer(
        "lines",
        {"type": "line", "interpolate": "step-after", "clip": True},
        [row for line in lines for row in _path(line, start, end, as_of)],
        x=x,
        y=y,
        color=color,
        strokeDash=dash,
    )
    points = spec.layer(
        "points",
        {"type": "point", "filled": True, "opacity": 1, "size": 50, "clip": True},
        [row for line in lines for row in _points(line, start)],
        x=x,
        y=y,
        color=color,
        tooltip=spec.TOOLTIP,
        href=spec.HREF,
    )
    yield {"params": [spec.ZOOM], **points}
    if ranges := [row for row in points["data"]["values"] if row["high"] is not None]:
        mark = {"type": "rule", "style": "range", "clip": True}
        yield spec.layer("ranges", mark, ranges, x=x, y=y, y2={"field": "high"}, color=color)
    yield spec.layer(
        "names",
        {"type": "text", "style": "strong", "align": "left", "dx": 8, "clip": False},
        _names(lines, amounts),
        x={"value": "width"},
        y={"field": "place", "type": "quantitative", "scale": None, "axis": None},
        color=color,
        text={"field": "text", "type": "nominal"},
    )


def _amount(amounts: Amounts) -> Spec:
    """A position by amount; zero stands at the foot of ratios."""
    wide = amounts.with_margin()
    even = {"type": "linear", "zero": False}
    scale = {"type": "log", "clamp": True} if amounts.is_ratio else even
    form = "~s" if amounts.high >= MANY else ",.6~g"
    return {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {**scale, "domain": [wide.low, wide.high], "nice": False},
        "axis": {"values": amounts.values(), "format": form, "grid": True},
    }


def _path(line: Line, start: int, end: int, as_of: int) -> Iterator[Row]:
    """Where a line runs: what is so until the moment, what is to come after it."""
    parts = [("so", start, as_of), ("to come", as_of, end)]
    for state, first, last in [("known now", start, end)] if line.is_other else parts:
        for at, value in _between(line.steps, first, last):
            yield {"series": line.name, "state": state, "at": spec.day(at), "value": value}


def _between(steps: Sequence[Step], first: int, last: int) -> Iterator[tuple[int, float | None]]:
    """The values from an instant to another; where there is none, what runs breaks off."""
    for step, following in pairwise([*steps, None]):
        if step is None:
            continue
        since, until = max(step.at, first), last
        breaks_off = following is None
        if following is not None:
            until, breaks_off = min(following.at, last), following.value is None
        if since < until:
            yield since, step.value
            if step.value is not None and (breaks_off or until == last):
                yield until, step.value


def _points(line: Line, start: int) -> Iterator[Row]:
    """The steps of a line to a value."""
    for step in line.steps:
        if step.value is not None:
            at = spec.day(max(step.at, start))
            told = {"text": step.text, "href": step.href}
            values = {"value": step.value, "high": step.high}
            yield {"series": line.name, "at": at, **values, **told}


def _names(lines: Sequence[Line], amounts: Amounts) -> Iterator[Row]:
    """The names at the ends of lines with their last values, none upon another."""
    wide = amounts.with_margin()
    ends = sorted(
        (wide.y(value), line.name, value)
        for line in lines
        if not line.is_other and (value := _last(line)) is not None
    )
    places = _apart([y for y, _, _ in ends])
    for place, (_, name, value) in zip(places, ends, strict=True):
        yield {"series": name, "place": place, "text": f"{name} {short(value)}"}


def _last(line: Line) -> float | None:
    """The last value of a line."""
    return next((step.value for step in reversed(line.steps) if step.value is not None), None)


def _apart(places: Sequence[float]) -> Iterator[float]:
    """Ascending places, each moved down as far as it needs."""
    lowest = HEIGHT - LABEL * (len(places) - 1)
    before = float("-inf")
    for place in places:
        before = max(min(place, lowest), before + LABEL)
        lowest += LABEL
        yield before
