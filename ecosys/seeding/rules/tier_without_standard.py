"""tier_without_standard: what is sold at some tier, while nobody states its standard price."""

from collections.abc import Iterator

from ecosys.domain.endings import ended, endings
from ecosys.domain.prices import STANDARD, in_force, without_tier
from ecosys.moment import View
from ecosys.seeding.findings import Finding


def tier_without_standard(view: View) -> Iterator[Finding]:
    """A model that its own provider sells, with a price at another tier alone."""
    gone = ended(endings(view), view.as_of)
    sold = [price for price in in_force(view) if price.subject not in gone]
    for price in without_tier(sold, STANDARD, view.as_of):
        told = f"{price.subject} is sold at {price.component.tier}, at no known standard price"
        yield Finding(price.held.id, told)
