"""Citations: the sources that rows rest on, beside their `because`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, fields, is_dataclass, replace
from functools import cache
from typing import Any

from ecosys.answers.answer import Answer
from ecosys.answers.registered import registered
from ecosys.errors import InvalidInput
from ecosys.event import Event
from ecosys.event.citation import Citation
from ecosys.moment import Moment
from ecosys.timeline import Timeline
from ecosys.values.words import suggest

INCLUDES = ("sources",)
"""What can be included in answers."""

Cite = Callable[[tuple[int, ...]], tuple[Citation, ...]]
"""Gives the sources of the events at some positions."""


def including(
    timeline: Timeline, moment: Moment, answer: Answer[Any], include: str | None
) -> Answer[Any]:
    """An answer with what is to be included in its rows; None: as it is.

    InvalidInput: there is nothing of that name, or the rows rest on no events.
    """
    if include is None:
        return answer
    if include not in INCLUDES:
        raise InvalidInput(f"include: {include} is not known.", hint=suggest(include, INCLUDES))
    positions = {position for row in answer.rows for position in _positions(row)}
    cite = _citing(timeline, moment, positions)
    rows = [_with_sources(row, cite) for row in answer.rows]
    if any(new is old for new, old in zip(rows, answer.rows, strict=True)):
        raise InvalidInput("include: sources stand beside `because`, which these rows do not have.")
    return replace(answer, rows=rows, include=include)


def cited(timeline: Timeline, moment: Moment, rows: Iterable[Any]) -> list[Citation]:
    """The sources that some rows rest on, each once, in the order of the rows."""
    positions = [tuple(_positions(row)) for row in rows]
    cite = _citing(timeline, moment, {position for each in positions for position in each})
    return list(dict.fromkeys(citation for each in positions for citation in cite(each)))


def _citing(timeline: Timeline, moment: Moment, positions: set[int]) -> Cite:
    events = {record.position: record.event for record in timeline.at(positions)}
    names = {slug: source.name for slug, source in registered(timeline, moment).items()}

    @cache
    def cite(because: tuple[int, ...]) -> tuple[Citation, ...]:
        return _citations((events[at] for at in because if at in events), names)

    return cite


def _citations(events: Iterable[Event], names: Mapping[str, str]) -> tuple[Citation, ...]:
    """The sources of some events, each address of one once."""
    citations: dict[tuple[str, str | None], Citation] = {}
    for event in events:
        for each in event.sources:
            name = names.get(each.source, each.source)
            citation = Citation(
                *(each.source, name, each.url, each.title, each.read, each.archived, each.sha256)
            )
            citations.setdefault((each.source, each.url), citation)
    return tuple(citations.values())


def _positions(row: Any) -> Iterable[int]:
    """The positions that a row, or rows within it, rest on and can be cited for."""
    for field in fields(row):
        if _is_for_sources(field):
            yield from row.because
        else:
            for within in _rows_within(getattr(row, field.name)):
                yield from _positions(within)


def _with_sources(row: Any, cite: Cite) -> Any:
    """The same row with its sources, and those of rows within it."""
    filled: dict[str, Any] = {}
    for field in fields(row):
        within = _rows_within(getattr(row, field.name))
        rows = tuple(_with_sources(each, cite) for each in within)
        if _is_for_sources(field):
            filled[field.name] = cite(row.because)
        elif any(new is not old for new, old in zip(rows, within, strict=True)):
            filled[field.name] = rows
    return replace(row, **filled) if filled else row


def _is_for_sources(field: "Field[Any]") -> bool:
    return field.metadata.get("include") == "sources"


def _rows_within(value: object) -> tuple[Any, ...]:
    """The rows that a field holds, if it holds any."""
    return value if isinstance(value, tuple) and value and is_dataclass(value[0]) else ()
