"""Wording: an answer in a few lines that a model can quote."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Protocol

from ecosys.answers.answer import Meta, Unanswered
from ecosys.event.citation import Citation
from ecosys.moment.names import Resolution
from ecosys.values.words import escape_unprintable

MAX_LINES = 50
"""How many rows are told in words; the rest stands in the data."""
MAX_SOURCES = 10


class Told(Protocol):
    """What is told of an answer."""

    @property
    def data(self) -> Sequence[object]:
        """Its rows."""

    @property
    def unknown(self) -> Sequence[Unanswered]:
        """What is not known."""

    @property
    def total(self) -> int:
        """How many rows there are in all."""

    @property
    def next(self) -> int | None:
        """Where the next rows begin."""

    @property
    def meta(self) -> Meta:
        """The coordinates."""


def wording(answer: Told, lines: Iterable[str]) -> str:
    """An answer in words: a line for each row, what is not known, when that is so, who says it."""
    parts = [
        *([] if answer.data or answer.unknown else ["Nothing is recorded of that."]),
        *_first(lines, len(answer.data)),
        *_rest(answer),
        *(unknown_line(each.name, each.why) for each in answer.unknown),
        *_resolved(answer.meta),
        moment_line(answer.meta),
        *sources_lines(answer.data),
    ]
    return "\n".join(map(escape_unprintable, parts))


def unknown_line(name: str, why: str) -> str:
    """What is not known, and why, in a line."""
    return f"Unknown: {name}: {why}" if name else f"Unknown: {why}"


def moment_line(meta: Meta) -> str:
    """The moment of an answer, in a line."""
    alone = f", {meta.source} alone" if meta.source else ""
    return (
        f"As of {_instant(meta.as_of)}, as known at {_instant(meta.known_at)}, "
        f"log position {meta.position}{alone}."
    )


def _first(lines: Iterable[str], count: int) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number == MAX_LINES:
            yield f"... and {count - MAX_LINES} more in the data."
            return
        yield line


def _rest(answer: Told) -> Iterator[str]:
    if answer.next is not None:
        yield f"{answer.total:,} in all; cursor={answer.next} gives the next."


def _resolved(meta: Meta) -> Iterator[str]:
    named = (*((meta.resolved,) if meta.resolved else ()), *(meta.resolutions or ()))
    for each in named:
        yield _meaning(each)


def _meaning(resolved: Resolution) -> str:
    said = f", by {', '.join(resolved.events)}" if resolved.events else ""
    return f"{resolved.name} means {resolved.subject} ({resolved.how}{said})."


def sources_lines(rows: Iterable[object]) -> Iterator[str]:
    """The sources that rows rest on, in a line; none: no line."""
    places = dict.fromkeys((each.name, each.url) for row in rows for each in _cited(row))
    located = {name for name, url in places if url}
    told = [f"{name} {url}" if url else name for name, url in places if url or name not in located]
    if told:
        rest = [f"and {len(told) - MAX_SOURCES} more in the data"] if told[MAX_SOURCES:] else []
        yield f"Sources: {'; '.join([*told[:MAX_SOURCES], *rest])}"


def _cited(row: object) -> Iterator[Citation]:
    """The citations that a row holds, or rows within it."""
    if isinstance(row, Citation):
        yield row
    elif is_dataclass(row):
        for field in fields(row):
            value = getattr(row, field.name)
            for each in value if isinstance(value, tuple) else (value,):
                yield from _cited(each)


def _instant(text: str) -> str:
    """An instant to the second."""
    return f"{text[:19]}Z"
