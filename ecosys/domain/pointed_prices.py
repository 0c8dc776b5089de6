"""Pointed prices: what names cost that stand for something else, as long as they do.

A name that points to a model costs what that costs, wherever it states no price itself. What has
ended, and whose calls another model answers, costs what that one costs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ecosys.domain.aliases import aliases
from ecosys.domain.endings import Ending, ended, endings
from ecosys.domain.price_spans import PriceSpan, price_spans
from ecosys.domain.prices import TOKENS, Place
from ecosys.event import ANY_CHANNEL, FIRST_PARTY
from ecosys.moment import Held, View
from ecosys.values import instant


@dataclass(frozen=True, slots=True)
class Pointer:
    """A time in which a name stands for something else."""

    name: str
    to: str
    start: int
    end: int
    """The first instant after it."""
    channel: str | None
    """Where; None: everywhere."""
    held: Held
    """What says so."""


def all_price_spans(view: View) -> list[PriceSpan]:
    """The spans of all that has prices of its own, and of what stands for it, in order.

    >>> from ecosys.testing import given
    >>> price = {"type": "price_changed", "subject": "acme/m", "sources": [{"source": "acme"}]}
    >>> view = given(
    ...     {**price, "id": "a", "occurred": "2025-01-01",
    ...      "components": [{"direction": "input", "amount": "10"}]},
    ...     {"type": "alias_moved", "id": "b", "alias": "acme/newest", "to": "acme/m",
    ...      "occurred": "2025-03-01", "sources": [{"source": "acme"}]}).view()
    >>> [(span.place[0], span.priced_as, instant.day_of(span.start))
    ...  for span in all_price_spans(view)]
    [('acme/m', None, '2025-01-01'), ('acme/newest', 'acme/m', '2025-03-01')]
    """
    own: dict[str, list[PriceSpan]] = defaultdict(list)
    for span in price_spans(view):
        own[span.place[0]].append(span)
    by_name: dict[str, list[Pointer]] = defaultdict(list)
    for pointer in pointers(view):
        by_name[pointer.name].append(pointer)
    names = sorted(own.keys() | by_name.keys())
    return [span for name in names for span in _spans(name, own, by_name, frozenset())]


def _spans(
    name: str,
    own: Mapping[str, Sequence[PriceSpan]],
    by_name: Mapping[str, Sequence[Pointer]],
    passed: frozenset[str],
) -> list[PriceSpan]:
    """The spans of a name, with those of what it stands for; `passed` are those that led here."""
    passed |= {name}
    pointed = [
        span
        for pointer in by_name.get(name, ())
        if pointer.to not in passed
        for span in _pointed(pointer, _spans(pointer.to, own, by_name, passed))
    ]
    return list(_joined(own.get(name, ()), pointed))


def pointers(view: View) -> Iterator[Pointer]:
    """The names that point to something, and what is answered by something else since it ended.

    A name that has ended points nowhere.
    """
    announced = endings(view, ANY_CHANNEL)
    gone = ended((each for each in announced if each.place[1] == FIRST_PARTY), view.as_of)
    for alias in aliases(view).values():
        last = ended_at if (ended_at := _end(gone.get(alias.name))) else instant.AFTER_ALL
        ends = [*(step.start for step in alias.steps[1:]), last]
        for step, end in zip(alias.steps, ends, strict=True):
            if step.target is not None:
                yield Pointer(alias.name, step.target, step.start, min(end, last), None, step.held)
    for ending in announced:
        after, since = ending.redirect, ending.ended_at
        if after and after.to and after.price == "target" and since is not None and ending.is_whole:
            subject, channel, *_ = ending.place
            end, held = instant.AFTER_ALL, ending.held
            yield Pointer(subject, after.to, since, end, channel, held)


def _end(ending: Ending | None) -> int | None:
    return ending.ended_at if ending else None


def _pointed(pointer: Pointer, spans: Iterable[PriceSpan]) -> Iterator[PriceSpan]:
    """The spans of what a name stands for, while it does."""
    for span in spans:
        start, end = max(span.start, pointer.start), min(span.end, pointer.end)
        if start < end and pointer.channel in (None, span.place[1]):
            place = (pointer.name, *span.place[1:])
            whose, by = span.priced_as or pointer.to, (pointer.held, *span.pointed_by)
            yield PriceSpan(place, span.tier, start, end, span.lines, whose, by)


def _joined(own: Iterable[PriceSpan], pointed: Iterable[PriceSpan]) -> Iterator[PriceSpan]:
    """The spans of a name: what it does not state itself has what it stands for."""
    offers: dict[tuple[Place, str], tuple[list[PriceSpan], list[PriceSpan]]] = {}
    for at, spans in enumerate((own, pointed)):
        for span in spans:
            offers.setdefault((span.place, span.tier), ([], []))[at].append(span)
    for offer in sorted(offers, key=_order):
        yield from _merged(*offers[offer]) if offers[offer][1] else offers[offer][0]


def _merged(own: Sequence[PriceSpan], pointed: Sequence[PriceSpan]) -> Iterator[PriceSpan]:
    """The spans of one offer, where it has some of another one's too."""
    edges = sorted({edge for span in (*own, *pointed) for edge in (span.start, span.end)})
    last: PriceSpan | None = None
    for start, end in pairwise(edges):
        span = _completed(_covering(own, start), _covering(pointed, start))
        span = replace(span, start=start, end=end) if span else None
        if last and span and replace(last, end=end) == replace(span, start=last.start):
            last = replace(last, end=end)  # what changed was not needed
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _completed(own: PriceSpan | None, pointed: PriceSpan | None) -> PriceSpan | None:
    """A span with the directions that it lacks of what its name stands for."""
    if own is None or pointed is None or own.lines.keys() >= pointed.lines.keys():
        return own or pointed
    lines = {**pointed.lines, **own.lines}
    return replace(pointed, lines={name: lines[name] for name in TOKENS if name in lines})


def _covering(spans: Iterable[PriceSpan], at: int) -> PriceSpan | None:
    """The span in which an instant lies."""
    return next((span for span in spans if span.start <= at < span.end), None)


def _order(offer: tuple[Place, str]) -> tuple[str, ...]:
    (subject, channel, region, currency), tier = offer
    return (subject, channel, region or "", currency, tier)
