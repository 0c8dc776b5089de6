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
    things: Iterable[T], subject_of: Callable[[T], str], asked: str | None
) -> dict[str, list[T]]:
    """By provider, in order, then all; of a subject asked for only what lies beneath it.

    >>> by_group(["openai/o3", "mistral/small", "openai/o4"], str, None)
    ... # doctest: +NORMALIZE_WHITESPACE
    {'mistral': ['mistral/small'], 'openai': ['openai/o3', 'openai/o4'],
     'market': ['openai/o3', 'mistral/small', 'openai/o4']}
    >>> by_group(["openai/o3", "mistral/small"], str, "openai")
    {'openai': ['openai/o3']}
    """
    members = [each for each in things if within(subject_of(each), asked)]
    if asked is not None:
        return {asked: members} if members else {}
    groups: dict[str, list[T]] = defaultdict(list)
    for each in members:
        groups[provider_of(subject_of(each))].append(each)
    ordered = dict(sorted(groups.items()))
    return {**ordered, MARKET: members} if members else {}


def too_few(count: int, what: str, needed: int = MIN_MEMBERS, *, of: str = "") -> str | None:
    """Why a share of so few says nothing; None where there are enough.

    >>> too_few(2, "models")
    'not enough facts: 2 models, 3 are needed'
    >>> too_few(3, "models") is None
    True
    """
    return None if count >= needed else f"not enough facts: {of}{count} {what}, {needed} are needed"


def rounded(number: Decimal, places: int = 6) -> Decimal:
    """A number as it is shown.

    >>> rounded(Decimal(2) / 3)
    Decimal('0.666667')
    """
    return amount.ratio(number, Decimal(1), places)
