"""Compat: the files of other tools, for the moment of a publication and for days before it."""

import json
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from ecosys.errors import InvalidInput
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values import instant, when

LAYOUTS = "ecosys.answers.export"
"""What has the layouts: `layouts()` names them, `export()` writes one."""
FOLDER = "compat"
MAX_DAYS = 1000
"""For how many days files are written at most."""


def days(given: Sequence[str]) -> list[str]:
    """The days of words like 2025-06-01 and 2025-06-01..2025-06-30, each once, ascending.

    >>> days(["2025-06-29..2025-07-01", "2025-06-30"])
    ['2025-06-29', '2025-06-30', '2025-07-01']
    >>> days(["2025-07-01..2025-06-01"])
    Traceback (most recent call last):
    ecosys.errors.InvalidInput: --days 2025-07-01..2025-06-01 ends before it begins.
    """
    found: set[int] = set()
    for words in given:
        first, dots, last = words.partition("..")
        start, end = _day(words, first), _day(words, last if dots else first)
        if end < start:
            raise InvalidInput(f"--days {words} ends before it begins.")
        found.update(range(start, end + 1, instant.DAY))
        if len(found) > MAX_DAYS:
            raise InvalidInput(f"--days {words} makes over {MAX_DAYS:,} days.", hint="Name fewer.")
    return [instant.day_of(day) for day in sorted(found)]


def layouts() -> list[str]:
    """The names of the layouts that are installed."""
    module = _module()
    return [] if module is None else list(module.layouts())


def files(timeline: Timeline, moment: Moment) -> Iterator[tuple[str, bytes]]:
    """The files of all layouts at a moment by their paths, and what each could not carry."""
    module = _module()
    for name in layouts():
        made = module.export(timeline, moment, name)
        for path, content in made.files.items():
            yield f"{name}/{path}", content


def first_files(timeline: Timeline, moment: Moment) -> list[tuple[str, str]]:
    """The layouts with the file that its tool is told of."""
    module = _module()
    return [
        (name, f"{name}/{module.export(timeline, moment, name).file_name}") for name in layouts()
    ]


def index(firsts: Sequence[tuple[str, str]], written: Sequence[str]) -> bytes:
    """What there is: the file of each layout, and the days that have them too."""
    told = {"layouts": dict(firsts), "days": list(written)}
    return f"{json.dumps(told, indent=1)}\n".encode()


def _module() -> Any:
    """What has the layouts; None where this installation has none."""
    try:
        return import_module(LAYOUTS)
    except ModuleNotFoundError as problem:
        if problem.name != LAYOUTS:
            raise
        return None


def _day(words: str, text: str) -> int:
    try:
        day = when.parse(text)
    except ValueError:
        day = None
    if day is None or day.precision != "day" or day.bound:
        hint = "Write 2025-06-01, or 2025-06-01..2025-06-30."
        raise InvalidInput(f"--days {words}: {text or 'nothing'} is no day.", hint=hint)
    return day.start
