"""Plausible: what a source says, by itself and set beside what it said before.

Prices of a model change by parts and by halves: a hundredfold is a slip of the unit. So is a price
of a million tokens that nobody could pay, or that no invoice could show.
"""

from decimal import Decimal
from typing import TypeGuard

from ecosys.event import Event
from ecosys.events.price_changed import Component, PriceChanged

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
            return f"{line.tell()} at {line.amount} per {line.unit}"
        old = before.get(line.key)
        if old is not None and _jumps(old, line):
            return f"{line.tell()} from {old.amount} to {line.amount} per {line.unit}"
    return None


def _is_price(event: Event | None) -> TypeGuard[PriceChanged]:
    return isinstance(event, PriceChanged)


def _jumps(old: Component, new: Component) -> bool:
    if old.unit != new.unit or not old.price or not new.price:
        return False
    return max(old.price, new.price) >= JUMP * min(old.price, new.price)
