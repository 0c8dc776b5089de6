"""The lineage of numbers as text: the number, the metrics that made it, the events, the sources."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ecosys.answers.metric import Explanation, Ground, SourceNote
from ecosys.projection import Point
from ecosys.values import words
from ecosys.values.words import escape_unprintable

if TYPE_CHECKING:
    from rich.tree import Tree


UNBROKEN = 10_000
"""A width in which no line is broken, for other programs to read."""


def show_trees(explained: Sequence[Explanation]) -> None:
    """Write a tree for each number."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else UNBROKEN
    console = Console(width=width, highlight=False, markup=False, emoji=False)
    if not explained:
        console.print("Nothing.")
    for each in explained:
        console.print(_tree(each))


def _tree(explained: Explanation) -> "Tree":
    from rich.tree import Tree

    tree = Tree(escape_unprintable(_number(explained.point)))
    through = f" through {', '.join(explained.through)}" if explained.through else ""
    metric = tree.add(f"{explained.metric}{through}")
    for ground in explained.because:
        event = metric.add(escape_unprintable(_event(ground)))
        for source in ground.sources:
            event.add(escape_unprintable(_source(source)))
    return tree


def _number(point: Point) -> str:
    value = "not known" if point.value is None else words.number(point.value)
    upto = "" if point.high is None else f" to {words.number(point.high)}"
    figure = f"{point.comparator or ''} {value}{upto} {point.unit}".strip()
    about = ", ".join((*(f"{key} {label}" for key, label in point.labels.items()), *point.marks))
    return f"{point.subject} {point.at}: {figure}{f' ({about})' if about else ''}"


def _event(ground: Ground) -> str:
    known = f"stated {ground.stated}" if ground.stated else f"recorded {ground.recorded[:10]}"
    about = f"{known}, confidence {ground.confidence}, position {ground.position}"
    return f"{ground.id}: {ground.what} ({about})"


def _source(source: SourceNote) -> str:
    read = f"read {source.read}" if source.read else ""
    return " · ".join(part for part in (source.source, source.title, source.url, read) if part)
