"""unlike_all_mirrors: a price from which all mirrors differ, while they agree among themselves."""

from collections.abc import Iterator

from ecosys.domain.endings import ended, endings
from ecosys.domain.price_history import is_base
from ecosys.domain.prices import Price, in_force
from ecosys.events.price_changed import Component
from ecosys.moment import View
from ecosys.moment.series import Statement
from ecosys.seeding.findings import Finding

MIN_MIRRORS = 2
"""How many must agree."""


def unlike_all_mirrors(view: View) -> Iterator[Finding]:
    """A standard price of a provider's own from which two other sources differ in the same way."""
    gone = ended(endings(view), view.as_of)
    for price in in_force(view):
        others = {_line(rival).compared for rival in price.rivals}
        if (
            price.subject not in gone
            and is_base(price.component)
            and len(price.rivals) >= MIN_MIRRORS
            and len(others) == 1
        ):
            yield Finding(price.held.id, _told(price))


def _line(statement: Statement) -> Component:
    assert isinstance(statement.value, Component)
    return statement.value


def _told(price: Price) -> str:
    line = price.component
    voices = ", ".join(sorted({rival.held.voice for rival in price.rivals}))
    return f"{line.describe()} {line.amount}; {voices} say {_line(price.rivals[0]).amount}"
