"""Plausibility: what a source says, by itself and set beside what it said before.

Of the two prices of a jump one is wrong: the one that lies farther from what is usual at the same
seller. Say a model cost 500, now costs 0.3, and others of its seller cost 1, 2 and 3. The median
is 2: 500 is 250 times that, 2 is not seven times 0.3. The previous price was wrong.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from statistics import median

from ecosys.domain.believable import is_payable, jumps
from ecosys.event import Event
from ecosys.events.price_changed import Component, PriceChanged


def anomaly(new: Event, known: Event | None) -> str | None:
    """Why a statement is not believed; None: it is. `known` is what was stated before, if any."""
    if not isinstance(new, PriceChanged):
        return None
    before = _lines(known)
    for line in new.components:
        if not is_payable(line):
            return f"{line.describe()} at {line.amount} per {line.unit}"
        old = before.get(line.key)
        if old is not None and jumps(old, line):
            return f"{line.describe()} from {old.amount} to {line.amount} per {line.unit}"
    return None


def previous_was_wrong(
    known: Event, new: Event, name: str, statements: Mapping[str, Event]
) -> bool:
    """Whether, where a price jumped, the previous one is wrong and not the new one.

    `statements` is all that the source states now, by name; a name begins with its seller's.
    """
    apart = [(old, line) for old, line in _pairs(known, new) if jumps(old, line)]
    return bool(apart) and all(
        _is_farther(old, line, _usual(line, name, statements)) for old, line in apart
    )


def _pairs(known: Event, new: Event) -> list[tuple[Component, Component]]:
    """Lines of two price lists that price the same."""
    before, now = _lines(known), _lines(new)
    return [(before[key], line) for key, line in now.items() if key in before]


def _lines(event: Event | None) -> dict[object, Component]:
    """The lines of a price list by what they price; none, where it is no price list."""
    return {line.key: line for line in event.components} if isinstance(event, PriceChanged) else {}


def _is_farther(old: Component, new: Component, usual: Decimal | None) -> bool:
    """Whether the older price lies farther from what is usual, as far as anything is."""
    return usual is not None and _ratio(old.price, usual) > _ratio(new.price, usual)


def _usual(line: Component, name: str, statements: Mapping[str, Event]) -> Decimal | None:
    """The median of what other models of a seller cost, by the same line in the same unit."""
    prices = list(_prices_of_others(line, name, statements))
    return median(prices) if prices else None


def _prices_of_others(
    line: Component, name: str, statements: Mapping[str, Event]
) -> Iterator[Decimal]:
    seller = f"{name.partition('/')[0]}/"
    for other, event in statements.items():
        if other.startswith(seller) and other != name:
            same = _lines(event).get(line.key)
            if same is not None and same.unit == line.unit and same.price:
                yield same.price


def _ratio(price: Decimal | None, usual: Decimal) -> Decimal:
    """How many times one price is the other."""
    return max(price, usual) / min(price, usual) if price else Decimal(0)
