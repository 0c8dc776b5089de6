"""Evidence: how sure it is that a row was charged by the lines that it is priced by."""

from collections.abc import Mapping
from typing import Literal

from ecosys.answers.reprice.tariff import Tariff

Evidence = Literal["exact", "assumed", "alias_moved", "not_priced"]
"""exact: what the row says leaves no choice. assumed: something was, and is named. alias_moved: the
name has come to mean another model since. not_priced: there is a reason, and no amount."""
CLASSES: tuple[Evidence, ...] = ("exact", "assumed", "alias_moved", "not_priced")
Assumption = Literal["seller", "tier", "hour", "band", "instant", "date"]
ASSUMPTIONS: Mapping[Assumption, str] = {
    "seller": "the row names one that is not known: the maker's own prices",
    "tier": "the row names no tier, and others are sold: standard",
    "hour": "the row has no time of day, and the price depends on it: that of most hours",
    "band": "the row sums up requests, and long ones cost more: the band of the average request, "
    "or the lowest where their number is not said",
    "instant": "the price changed while the time ran that the row sums up: the last one",
    "date": "the source dates the price by a month or more, and the row is of that time",
}
"""What may be assumed of a row."""


def assumed(tariff: Tariff, before: Tariff, largest: int) -> tuple[Assumption, ...]:
    """What was assumed to price a row.

    `before` is the tariff at the row's first instant, `largest` a size that its longest request may
    have, if that is not known; else 0.
    """
    so: dict[Assumption, bool] = {
        "seller": tariff.seller_assumed,
        "tier": tariff.tier_assumed,
        "hour": tariff.hour_assumed,
        "band": any(largest > each for each in tariff.thresholds),
        "instant": before.signature != tariff.signature,
        "date": tariff.date_assumed,
    }
    return tuple(name for name, is_so in so.items() if is_so)


def evidence(tariff: Tariff, assumptions: tuple[Assumption, ...], reason: str) -> Evidence:
    """The class of a row."""
    if reason:
        return "not_priced"
    if tariff.alias_moved:
        return "alias_moved"
    return "assumed" if assumptions else "exact"
