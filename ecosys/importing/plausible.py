"""Plausible: what a source says now, set beside what it said before.

Prices of a model change by parts and by halves; a hundredfold is a slip of the unit.
"""

from decimal import Decimal

from ecosys.event import Event
from ecosys.events.price_changed import Component, PriceChanged

JUMP = Decimal(100)
"""How many times a price must grow or shrink not to be believed."""


def doubt(new: Event, known: Event) -> str | None:
    """Why a statement is not believed after another of the same; None: it is."""
    if not (isinstance(new, PriceChanged) and isinstance(known, PriceChanged)):
        return None
    before = {line.key: line for line in known.components}
    for line in new.components:
        old = before.get(line.key)
        if old is not None and _jumps(old, line):
            return f"{line.tell()} from {old.amount} to {line.amount} per {line.unit}"
    return None


def _jumps(old: Component, new: Component) -> bool:
    if old.unit != new.unit or not old.price or not new.price:
        return False
    return max(old.price, new.price) >= JUMP * min(old.price, new.price)
