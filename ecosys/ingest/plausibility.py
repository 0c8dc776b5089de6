"""Plausible: what a source says, by itself and set beside what it said before.

Prices of a model change by parts and by halves: a hundredfold is a slip of the unit. So is a price
of a million tokens that nobody could pay, or that no invoice could show. Of the two prices of a
jump the slip is the one that lies farther from what is usual at the same seller.
"""

from collections.abc import Mapping
from decimal import Decimal
from statistics import median
from typing import TypeGuard

from ecosys.event import Event
from ecosys.events.price_changed import Component, PriceChanged
from ecosys.importer import Fields

JUMP = Decimal(100)
"""How many times a price must grow or shrink not to be believed."""
LEAST, MOST = Decimal("0.0001"), Decimal(10_000)
"""Between which a price of a million tokens is believed; zero is."""


def doubt(new: Event, known: Event | None) -> str | None:
    """Why a statement is not believed, after another of the same or as the first; None: it is."""
    if not isinstance(new, PriceChanged):
        return None
    before = {line.key: line for line in known.components} if _is_price(known) else {}
    for line in new.components:
        if line.per_million and not LEAST <= line.per_million <= MOST:
            return f"{line.describe()} at {line.amount} per {line.unit}"
        old = before.get(line.key)
        if old is not None and _jumps(old, line):
            return f"{line.describe()} from {old.amount} to {line.amount} per {line.unit}"
    return None


def was_slip(known: Event, new: Event, name: str, said: Mapping[str, Fields]) -> bool:
    """Whether, where a price jumped, what was stated before is the slip and not what is stated now.

    `said` is all that the source states now, by name; the first part of a name is its seller's.
    """
    if not (_is_price(known) and _is_price(new)):
        return False
    before = {line.key: line for line in known.components}
    pairs = [(before[line.key], line) for line in new.components if line.key in before]
    jumps = [(old, line) for old, line in pairs if _jumps(old, line)]
    return bool(jumps) and all(
        _is_farther(old, line, _usual(line, name, said)) for old, line in jumps
    )


def _is_farther(old: Component, new: Component, usual: Decimal | None) -> bool:
    """Whether the older price lies farther from what is usual, as far as anything is."""
    return usual is not None and _apart(old.price, usual) > _apart(new.price, usual)


def _usual(line: Component, name: str, said: Mapping[str, Fields]) -> Decimal | None:
    """The median of what other models of a seller cost, by the same line in the same unit."""
    seller = f"{name.partition('/')[0]}/"
    lines = [
        Component.model_validate(each)
        for other, fields in said.items()
        if other.startswith(seller) and other != name
        for each in fields.get("components", ())
    ]
    prices = [each.price for each in lines if (each.key, each.unit) == (line.key, line.unit)]
    return median(found) if (found := [price for price in prices if price]) else None


def _apart(price: Decimal | None, usual: Decimal) -> Decimal:
    """How many times one price is the other."""
    return max(price, usual) / min(price, usual) if price else Decimal(0)


def _is_price(event: Event | None) -> TypeGuard[PriceChanged]:
    return isinstance(event, PriceChanged)


def _jumps(old: Component, new: Component) -> bool:
    if old.unit != new.unit or not old.price or not new.price:
        return False
    return max(old.price, new.price) >= JUMP * min(old.price, new.price)
