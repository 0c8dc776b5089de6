"""Groups: facts by provider and all together, or of the one subject that was asked for."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeVar

from ecosys.event.subject import provider_of, within
from ecosys.values import amount

MIN_MEMBERS = 3
"""Below three comparable members a share says nothing."""
MARKET = "market"
"""The subject of what is said of all providers together."""

T = TypeVar("T")


def by_group(
    found: Iterable[T], subject_of: Callable[[T], str], asked: str | None
) -> dict[str, list[T]]:
    """By provider, in order, then all; of a subject asked for only what lies beneath it."""
    members = [each for each in found if within(subject_of(each), asked)]
    if asked is not None:
        return {asked: members} if members else {}
    groups: dict[str, list[T]] = defaultdict(list)
    for each in members:
        groups[provider_of(subject_of(each))].append(each)
    ordered = dict(sorted(groups.items()))
    return {**ordered, MARKET: members} if members else {}


def too_few(count: int, what: str) -> str | None:
    """Why a share of so few says nothing; None where there are enough."""
    return (
        None
        if count >= MIN_MEMBERS
        else f"not enough facts: {count} {what}, {MIN_MEMBERS} are needed"
    )


def rounded(number: Decimal, places: int = 6) -> Decimal:
    """A number as it is shown."""
    return amount.ratio(number, Decimal(1), places)
