"""Plots: a metric as a picture on a terminal: steps where it ran through time, else bars."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING

from ecosys.answers.picture import (
    grouped,
    is_through_time,
    namer,
    of_one_unit,
    start_of,
    with_unit,
)
from ecosys.projection import Point
from ecosys.values import words
from ecosys.values.scale import Amounts, Time, short

if TYPE_CHECKING:
    from rich.text import Text

WIDTH, HEIGHT = 100, 16
"""How wide a plot is where it is not shown on a terminal, and how high."""
NARROWEST = 40
"""How wide a plot is at least: less is no picture."""
MAX_SERIES, MAX_BARS = 6, 20
"""How many series and bars are drawn."""
MAX_NAME = 30
COLORS = ("cyan", "magenta", "yellow", "red", "blue", "green")
"""How series are told apart on a terminal, besides by their letters."""
TICK = 14
"""How much width a date below takes, about."""
EIGHTHS = " ▏▎▍▌▋▊▉█"


@dataclass(frozen=True, slots=True)
class Cell:
    """A character of a plot, with the number of its series; None: it is of none."""

    char: str
    series: int | None = None


Line = list[Cell]


def show(title: str, points: Sequence[Point], as_of: int) -> None:
    """Draw a metric's points, as wide as the terminal; without one in plain characters."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)
    for line in plot(title, points, as_of, max(console.width - 1, NARROWEST)):
        console.print(_styled(line), no_wrap=True, overflow="crop", crop=True)


def as_text(line: Line) -> str:
    """A line without colours."""
    return "".join(cell.char for cell in line).rstrip()


def plot(title: str, points: Sequence[Point], as_of: int, width: int) -> list[Line]:
    """The lines of a picture: it tells what is counted, the scale, and what it leaves out."""
    drawn = of_one_unit(points)
    if not drawn:
        return [_text(f"{title}: there is no value to draw.")]
    series = grouped(drawn, namer(drawn))
    named = with_unit(title, drawn)
    if is_through_time(drawn, series):
        lines = _steps(named, series, as_of, width)
    else:
        lines = _bars(named, {name: group[-1] for name, group in series.items()}, width)
    return [*lines, *map(_text, _notes(points, drawn))]


def _notes(points: Sequence[Point], drawn: Sequence[Point]) -> Iterator[str]:
    """What a picture does not show."""
    if apart := len(points) - len(drawn):
        yield f"{apart:,} rows without a date or a value, or in other units, are not drawn."
    if any(point.high is not None for point in drawn):
        yield "Of a range the lower end is drawn."


def _steps(
    title: str, series: Mapping[str, Sequence[Point]], as_of: int, width: int
) -> Iterator[Line]:
    longest = sorted(series, key=lambda name: (-len(series[name]), name))
    shown = {name: series[name] for name in longest[:MAX_SERIES]}
    values = [float(point.value or 0) for group in shown.values() for point in group]
    amounts = Amounts.of(values, 0, HEIGHT - 1)
    ticks = {round(amounts.y(value)): short(value) for value in amounts.values()}
    gutter = max(map(len, ticks.values())) + 2
    starts = [start_of(point) for group in shown.values() for point in group]
    time = Time(min(starts), max(*starts, as_of), 0, width - gutter - 1)
    plane = [[Cell(" ")] * (width - gutter) for _ in range(HEIGHT)]
    for number, group in enumerate(shown.values()):
        _draw(plane, number, group, time, amounts, as_of)
    for number, group in enumerate(shown.values()):
        _mark(plane, number, group, time, amounts, is_alone=len(shown) == 1)
    yield _text(f"{title}{', logarithmic' if amounts.is_ratio else ''}")
    for row, cells in enumerate(plane):
        edge = f"{ticks[row]:>{gutter - 2}} ┤" if row in ticks else f"{'│':>{gutter}}"
        yield [*_text(edge), *cells]
    yield from _dates(time, width, gutter)
    for number, (name, group) in enumerate(shown.items()):
        yield _legend(number, name, group[-1], is_alone=len(shown) == 1)
    if longest[MAX_SERIES:]:
        yield _text(f"Not drawn: {_listed(longest[MAX_SERIES:])}.")


def _draw(
    plane: Sequence[Line],
    number: int,
    points: Sequence[Point],
    time: Time,
    amounts: Amounts,
    as_of: int,
) -> None:
    """Draw each value until the next; what is to come after the moment is dashed."""
    ends = [start_of(point) for point in points[1:]] + [time.end]
    before: int | None = None
    for point, end in zip(points, ends, strict=True):
        row = round(amounts.y(float(point.value or 0)))
        first, last = (round(time.x(at)) for at in (start_of(point), end))
        for column in range(first, last + 1):
            is_coming = column > time.x(as_of)
            plane[row][column] = Cell("╌" if is_coming else "─", number)
        if before is not None and before != row:
            for between in range(min(before, row) + 1, max(before, row)):
                plane[between][first] = Cell("│", number)
            plane[before][first] = Cell("┐" if row > before else "┘", number)
            plane[row][first] = Cell("└" if row > before else "┌", number)
        before = row


def _mark(
    plane: Sequence[Line],
    number: int,
    points: Sequence[Point],
    time: Time,
    amounts: Amounts,
    *,
    is_alone: bool,
) -> None:
    """Mark where a value begins, by the letter of its series."""
    for point in points:
        row = round(amounts.y(float(point.value or 0)))
        plane[row][round(time.x(start_of(point)))] = Cell(_letter(number, is_alone), number)


def _dates(time: Time, width: int, gutter: int) -> Iterator[Line]:
    """The edge below with its dates."""
    edge, below = ["─"] * (width - gutter), [" "] * (width - gutter)
    free = 0
    for tick in time.ticks(max((width - gutter) // TICK, 2)):
        at = round(tick.at)
        edge[at] = "┬"
        start = min(max(at - len(tick.text) // 2, 0), len(below) - len(tick.text))
        if start >= free:
            below[start : start + len(tick.text)] = tick.text
            free = start + len(tick.text) + 1
    yield _text(f"{'└':>{gutter}}{''.join(edge)}")
    yield _text(f"{'':{gutter}}{''.join(below).rstrip()}")


def _legend(number: int, name: str, last: Point, *, is_alone: bool) -> Line:
    text = f" {words.escape_unprintable(name)}: {_value(last)} since {last.at}"
    return [Cell(_letter(number, is_alone), number), *_text(text)]


def _bars(title: str, last: Mapping[str, Point], width: int) -> Iterator[Line]:
    """The last value of each series as a bar from zero, the largest first."""
    ordered = sorted(last.items(), key=lambda each: (-(each[1].value or 0), each[0]))
    shown = [(words.escape_unprintable(name), point) for name, point in ordered[:MAX_BARS]]
    texts = [_value(point) for _, point in shown]
    wide = min(max(len(name) for name, _ in shown), MAX_NAME)
    room = max(width - wide - max(map(len, texts)) - 4, 8)
    values = [float(point.value or 0) for _, point in shown]
    low, high = min(0.0, *values), max(0.0, *values)
    scale = room / ((high - low) or 1)
    zero = round(-low * scale)
    yield _text(title)
    for (name, _), value, text in zip(shown, values, texts, strict=True):
        brief = name if len(name) <= wide else f"{name[: wide - 1]}…"
        bar = _bar(abs(value) * scale)
        drawn = f"{'':{zero}}{bar}" if value >= 0 else f"{bar.strip():>{zero}}"
        yield [*_text(f"{brief:>{wide}} "), *(Cell(char, 0) for char in drawn), *_text(f" {text}")]
    if more := len(ordered) - len(shown):
        yield _text(f"{more:,} smaller ones are not drawn.")


def _bar(length: float) -> str:
    """So many characters of a bar, to the eighth; what is more than zero is seen."""
    eighths = max(round(length * 8), 1) if length else 0
    return "█" * (eighths // 8) + EIGHTHS[eighths % 8].strip()


def _value(point: Point) -> str:
    sign = f"{point.comparator} " if point.comparator else ""
    high = "" if point.high is None else f" to {words.number(point.high)}"
    return f"{sign}{words.number(point.value or 0)}{high}"


def _letter(number: int, is_alone: bool) -> str:
    return "●" if is_alone else ascii_lowercase[number]


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MAX_SERIES
    listed = words.escape_unprintable(", ".join(names[:MAX_SERIES]))
    return listed + (f" and {more:,} more" if more > 0 else "")


def _text(text: str) -> Line:
    return [Cell(char) for char in text]


def _styled(line: Line) -> "Text":
    """A line with the colours of its series, which a terminal shows."""
    from rich.text import Text

    styled = Text()
    for cell in line:
        styled.append(cell.char, COLORS[cell.series] if cell.series is not None else "")
    styled.rstrip()
    return styled
