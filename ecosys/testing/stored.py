"""Stored: whether the stored result of a projection is what a fold from scratch gives."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ecosys.event.subject import provider_of, within
from ecosys.projection import Context, Coverage, Point, Projection
from ecosys.read_model.results import read_model_of, states_at, stored_of
from ecosys.testing.history import History
from ecosys.testing.kept import Kept, kept, parts
from ecosys.values import instant

SIZES = (1, 2, 3, 7)
"""How many events are appended at once."""
MAX_DATES = 12
"""At how many dates a result is asked."""


def refuse_other_results(
    chosen: Projection, history: History, parameters: Mapping[str, Any]
) -> None:
    """AssertionError where a stored result is not that of a fold from scratch, and which is."""
    everything = len(history.records)
    for size in (*SIZES, everything):
        with kept(read_model_of(chosen)) as log:
            for part in parts(history.records, size):
                log.take(part)
                _compare(log, chosen, history, parameters, f"after appends of {size}")
    with kept(read_model_of(chosen)) as log:
        log.take(history.records, seen=False)
        log.catch_up()
        _compare(log, chosen, history, parameters, "caught up with")
        log.keeper.rebuild()
        _compare(log, chosen, history, parameters, "made anew")


def _compare(
    log: Kept, chosen: Projection, whole: History, parameters: Mapping[str, Any], how: str
) -> None:
    """Ask both as far as the log goes, at several dates, of all and of each subject."""
    log.catch_up()
    position = log.log.head().position
    records = whole.records[:position]
    history = History(records, replace(whole.moment, position=position))
    for as_of in _dates(history):
        for subject in _asked(history):
            then = History(records, history.moment.at(as_of))
            given = {**parameters, **({"subject": subject} if subject else {})}
            context = then.context(chosen, **given)
            of_series = chosen.about(context.parameters)
            states = states_at(log.log, chosen, position, of_series)
            assert states is not None, f"{how}: nothing is stored at {position}"
            stored = list(stored_of(chosen).points(states, context))
            folded = _folded(chosen, then, context, of_series)
            asked = f"{how}, at {position}, as of {instant.to_text(as_of)}, of {subject or 'all'}"
            assert stored == folded, f"{asked}: {stored!r:.500} is stored, not {folded!r:.500}"


def _folded(
    chosen: Projection, history: History, context: Context[Any], subject: str | None
) -> list[Point | Coverage]:
    facts = history.held(chosen)
    if subject is not None:
        facts = [held for held in facts if any(within(s, subject) for s in held.subjects)]
    return list(chosen.fold(facts, context))


def _dates(history: History) -> list[int]:
    """Instants before, at and after which something begins, and the end."""
    begins = {
        at
        for record in history.records
        if (date := record.event.when) is not None and not date.unknown
        for at in (date.start - 1, date.start, date.end)
    }
    ordered = sorted(begins)
    step = -(-len(ordered) // MAX_DATES) or 1
    return [*ordered[::step], history.moment.as_of]


def _asked(history: History) -> Iterator[str | None]:
    """All subjects at once, then each and its provider."""
    yield None
    names = {subject for record in history.records for subject in record.event.subjects}
    yield from sorted({*names, *map(provider_of, names)})
