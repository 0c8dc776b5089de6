"""Believable: what a price may be at all, and between two prices of the same.

Prices of a model change by parts and by halves: a hundredfold is a slip of the unit. So is a price
of a million tokens that nobody could pay, or that no invoice could show.
"""

from decimal import Decimal

from ecosys.events.price_changed import Component

JUMP = Decimal(100)
"""How many times a price must grow or shrink not to be believed."""
MIN_PRICE, MAX_PRICE = Decimal("0.0001"), Decimal(10_000)
"""Between which a price of a million tokens is believed; zero is."""


def is_payable(line: Component) -> bool:
    """Whether a price of a million tokens is one that somebody could pay; others always are.

    >>> is_payable(Component(direction="input", amount="2.5"))
    True
    >>> is_payable(Component(direction="input", amount="120", unit="1K tokens"))
    False
    """
    return not line.per_million or MIN_PRICE <= line.per_million <= MAX_PRICE


def jumps(old: Component, new: Component) -> bool:
    """Whether of two prices per unit one is a hundred times the other, or more.

    >>> two, slip = (Component(direction="input", amount=each) for each in ("2", "0.02"))
    >>> jumps(two, slip), jumps(two, two)
    (True, False)
    """
    if old.unit != new.unit or not old.price or not new.price:
        return False
    return max(old.price, new.price) >= JUMP * min(old.price, new.price)
