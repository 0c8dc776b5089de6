"""Difference: what two answers to the same question do not have in common."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

LONGEST = 160
"""How many characters of a value are shown."""


class _Absent:
    """What one side has and the other has not."""


ABSENT = _Absent()


@dataclass(frozen=True, slots=True)
class Difference:
    """A place in an answer, and what stands there on both sides."""

    place: str
    """`status`, `Vary`, `body.data[0].value` ..."""
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.place}: {self.before} → {self.after}"


def differences(before: Any, after: Any, place: str = "") -> Iterator[Difference]:
    """Every place at which two JSON values differ; the order of fields is one of them."""
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _of_fields(before, after, place)
    elif isinstance(before, list) and isinstance(after, list):
        for index, (old, new) in enumerate(zip_longest(before, after, fillvalue=ABSENT)):
            yield from differences(old, new, f"{place}[{index}]")
    elif type(before) is not type(after) or before != after:  # True is 1 to ==
        yield Difference(place, *_shown(before, after))


def _of_fields(before: dict[str, Any], after: dict[str, Any], place: str) -> Iterator[Difference]:
    for name in before | after:
        within = f"{place}.{name}" if place else name
        yield from differences(before.get(name, ABSENT), after.get(name, ABSENT), within)
    old = [name for name in before if name in after]
    new = [name for name in after if name in before]
    if old != new:
        yield Difference(f"{place} (order)", *_shown(old, new))


def _shown(before: Any, after: Any) -> tuple[str, str]:
    """Both values as short text; of long texts the part around what differs first."""
    if isinstance(before, str) and isinstance(after, str):
        pairs = enumerate(zip_longest(before, after))
        first = next(index for index, (old, new) in pairs if old != new)
        start = max(0, first - LONGEST // 2)
        return _text(before, start), _text(after, start)
    return _text(before), _text(after)


def _text(value: Any, start: int = 0) -> str:
    if value is ABSENT:
        return "(absent)"
    if isinstance(value, str):
        value = f"{'...' if start else ''}{value[start:]}"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
