"""Price spans: how long which prices of a model stood together, tier by tier."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ecosys.domain.endings import Ended, Ending, endings
from ecosys.domain.prices import TOKENS, Place, Price, price_lines
from ecosys.event import ANY_CHANNEL
from ecosys.events.price_changed import Component
from ecosys.moment import Held, View
from ecosys.moment.series import Choice, Statement
from ecosys.values import instant

_Steps = Sequence[tuple[int, Choice | None]]
_Offer = tuple[Place, str]
"""What is sold where, and at which tier."""


@dataclass(frozen=True, slots=True)
class PriceSpan:
    """A time in which none of the prices of one offer changed."""

    place: Place
    tier: str
    start: int
    """The first instant."""
    end: int
    """The first instant after it; `instant.AFTER_ALL` where none is known."""
    lines: Mapping[str, Statement]
    """The statement in force by direction; what has no price is left out."""
    priced_as: str | None = None
    """Whose prices they are, where the name stands for something else; None: its own."""
    pointed_by: tuple[Held, ...] = ()
    """What says so."""


def price_spans(view: View) -> Iterator[PriceSpan]:
    """The spans of what text costs at every channel and tier, up to the moment of the view.

    They are those of lines that hold at all hours and from the first token on. Nothing is charged
    for what has ended, nor at its own price for what another subject answers since.

    >>> from ecosys.testing import given
    >>> price = {"type": "price_changed", "subject": "acme/m", "sources": [{"source": "acme"}]}
    >>> view = given(
    ...     {**price, "id": "a", "occurred": "2025-01-01", "components": [
    ...         {"direction": "input", "amount": "10"}, {"direction": "output", "amount": "40"}]},
    ...     {**price, "id": "b", "occurred": "2025-06-10", "components": [
    ...         {"direction": "input", "amount": "2"}]}).view()
    >>> for span in price_spans(view):
    ...     amounts = {name: line.value.amount for name, line in span.lines.items()}
    ...     print(instant.day_of(span.start), amounts)
    2025-01-01 {'input': '10', 'output': '40'}
    2025-06-10 {'input': '2', 'output': '40'}
    """
    gone = Ended(endings(view, ANY_CHANNEL), view.as_of)
    for offer, lines in sorted(_offers(view).items(), key=_order):
        (subject, channel, region, _), tier = offer
        end = gone.at(subject, channel, tier, region)
        yield from _spans(offer, lines, _last(end))


def _offers(view: View) -> Mapping[_Offer, Mapping[str, _Steps]]:
    """How the plain lines ran, by offer and direction."""
    offers: dict[_Offer, dict[str, _Steps]] = defaultdict(dict)
    for stated in price_lines(view, ANY_CHANNEL).values():
        first = Price(stated[0])
        line = first.component
        is_plain = line.modality == "text" and line.above == 0 and line.hours is None
        if is_plain and line.direction in TOKENS:
            offers[first.place, line.tier][line.direction] = view.steps(stated)
    return offers


def _spans(offer: _Offer, lines: Mapping[str, _Steps], last: int) -> Iterator[PriceSpan]:
    """The spans of one offer, until it ends."""
    starts = {at for steps in lines.values() for at, _ in steps if at < last}
    for start, end in pairwise([*sorted(starts), last]):
        chosen = {name: _at(lines[name], start) for name in TOKENS if name in lines}
        priced = {name: each for name, each in chosen.items() if each and _has_price(each)}
        if priced:
            yield PriceSpan(*offer, start, end, priced)


def _at(steps: _Steps, at: int) -> Statement | None:
    """The statement in force at an instant."""
    choices = [choice for since, choice in steps if since <= at]
    return choices[-1].statement if choices and choices[-1] else None


def _has_price(statement: Statement) -> bool:
    line = statement.value
    return isinstance(line, Component) and line.per_million is not None


def _last(end: Ending | None) -> int:
    """When an offer is no longer charged at its own price."""
    if end is None or end.ended_at is None:
        return instant.AFTER_ALL
    is_own = end.redirect is not None and end.redirect.price == "own"
    return instant.AFTER_ALL if is_own else end.ended_at


def _order(item: tuple[_Offer, object]) -> tuple[str, ...]:
    (subject, channel, region, currency), tier = item[0]
    return (subject, channel, region or "", currency, tier)
