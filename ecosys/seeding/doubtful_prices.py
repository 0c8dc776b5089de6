"""Prices that are hard to believe: a unit, a decimal or a direction may have slipped.

A line is set beside the other lines of its list, the same line of the model elsewhere, and what its
provider charges for other models. Prices live on a scale of ratios: the model's own are never far
from each other, and what a direction costs beside the input hardly differs within a provider.
"""

from collections.abc import Iterator, Sequence

from ecosys.domain.believable import JUMP, is_payable
from ecosys.event.subject import FIRST_PARTY, provider_of, seller
from ecosys.events.price_changed import Component, PriceChanged
from ecosys.seeding.doubts import Doubt, Known, PriceLine, is_sellers_own, mentions, times_input

MAX_OWN_RATIO = 8.0
"""How many times a model's line is at most the nearest of the same direction elsewhere."""
MAX_PROVIDER_RATIO = 5.0
"""How far a line may lie outside of what its provider charges for other models."""
MAX_LIST_RATIO = 2.0
"""How far a direction's price beside the input may lie outside of what is usual at its provider."""
MIN_LINES = 5
"""How many other lines tell what is usual."""
BESIDE_INPUT = {"output": (1.0, 25.0), "cache_read": (0.0, 0.99), "cache_write": (0.5, 4.0)}
"""What a direction costs at least and at most for each unit of input, at any provider."""


def doubts(price: PriceChanged, known: Known) -> Iterator[Doubt]:
    """What is hard to believe of a price list."""
    yield from _unpayable(price)
    if not is_sellers_own(price):  # it is told for being otherwise, but no slip of the unit
        yield from _amounts(price, known, float(JUMP))
        return
    own = [each for each in known.lines_of.get(price.subject, ()) if each.id != price.id]
    yield from _currency(price, own, known)
    for at, line in enumerate(price.components):
        yield from _direction(price, line, ("components", at, "direction"), known)
        yield from _otherwise(price, line, ("components", at, "amount"), own, known)
    yield from _amounts(price, known, MAX_OWN_RATIO)


def _unpayable(price: PriceChanged) -> Iterator[Doubt]:
    """Prices that nobody could pay, or that no invoice could show; a mirror's too."""
    for at, line in enumerate(price.components):
        if not is_payable(line):
            told = f"{line.describe()} at {line.amount} per {line.unit}. Is it the unit?"
            paid = float(line.price or 0)
            values = (line.amount, f"{paid / 1000:g}", f"{paid * 1000:g}")
            yield Doubt(("components", at, "amount"), values, told)


def _amounts(price: PriceChanged, known: Known, most: float) -> Iterator[Doubt]:
    """Lines that do not fit to the input beside them, to the model's own, or to its provider's.

    `most` tells how many times the nearest of the model's own a line may be.
    """
    for at, line in enumerate(price.components):
        if not line.per_million or not is_payable(line):
            continue
        path = ("components", at, "amount")
        group = (provider_of(price.subject), line.direction, line.modality)
        alike = [each for each in known.lines_alike.get(group, ()) if each.id != price.id]
        own = [each for each in alike if each.event.subject == price.subject]
        doubt = _beside_input(price, line, path, alike) if most < JUMP else None
        doubt = doubt or _beside_own(line, path, own, most)
        if doubt or (not own and (doubt := _beside_kin(price, line, path, alike))):
            yield doubt


def _beside_own(
    line: Component, path: tuple[int | str, ...], own: Sequence[PriceLine], most: float
) -> Doubt | None:
    """A line far from all that its model costs elsewhere."""
    paid = float(line.per_million or 0)
    near = min(own, key=lambda each: _times(paid, each.per_million), default=None)
    if near is None or _times(paid, near.per_million) <= most:
        return None
    place = "" if near.event.channel == FIRST_PARTY else f" at {near.event.channel}"
    beside = f"its nearest price is {near.line.amount} per {near.line.unit}{place} ({near.id})"
    return _doubt(line, path, near.line.amount, beside)


def _beside_kin(
    price: PriceChanged, line: Component, path: tuple[int | str, ...], kin: Sequence[PriceLine]
) -> Doubt | None:
    """A line far from all that its provider's models cost."""
    paid = float(line.per_million or 0)
    usual = _trimmed(sorted(each.per_million for each in kin))
    if len(usual) < MIN_LINES:
        return None
    if usual[0] / MAX_PROVIDER_RATIO <= paid <= usual[-1] * MAX_PROVIDER_RATIO:
        return None
    beside = f"{provider_of(price.subject)} has {usual[0]:g} to {usual[-1]:g} for other models"
    return _doubt(line, path, "", beside)


def _trimmed(prices: Sequence[float]) -> Sequence[float]:
    """Prices in order without the farthest: even a seller's own page has slips of the unit."""
    few = len(prices) // 100
    return prices[few : len(prices) - few]


def _doubt(line: Component, path: tuple[int | str, ...], other: str, beside: str) -> Doubt:
    told = f"{line.describe()} at {line.amount} per {line.unit}: {beside}. Is it the unit?"
    return Doubt(path, (line.amount, other), told)


def _times(one: float, other: float) -> float:
    return max(one, other) / min(one, other)


def _beside_input(
    price: PriceChanged, line: Component, path: tuple[int | str, ...], kin: Sequence[PriceLine]
) -> Doubt | None:
    """A line that does not fit to the input of the same list."""
    ratio = times_input(price, line)
    if ratio is None or line.direction not in BESIDE_INPUT:
        return None
    low, high = BESIDE_INPUT[line.direction]
    usual = sorted(each.times_input for each in kin if each.times_input is not None)
    if len(usual) >= MIN_LINES:
        low = max(low, usual[0] / MAX_LIST_RATIO)
        high = min(high, usual[-1] * MAX_LIST_RATIO)
    if low <= ratio <= high:
        return None
    paid = float(line.per_million or 0)
    values = (line.amount, *(f"{each / ratio * paid:.4g}" for each in usual))
    told = f"{line.describe()} at {line.amount} is {ratio:.3g} times the input; "
    told += f"elsewhere it is {low:.2g} to {high:.2g} times that. Was something swapped?"
    return Doubt(path, values, told)


def _currency(price: PriceChanged, others: Sequence[PriceLine], known: Known) -> Iterator[Doubt]:
    """A currency in which the seller has never asked."""
    who = seller(price.subject, price.channel)
    used = sorted(
        currency
        for (each, currency), ids in known.currencies.items()
        if each == who and ids - {price.id}
    )
    own = {
        each.event.currency
        for each in others
        if seller(each.event.subject, each.event.channel) == who
    }
    used = sorted(own) or used
    if used and price.currency not in used:
        told = f"{who} asks {', '.join(used)} elsewhere, here {price.currency}."
        yield Doubt(("currency",), (price.currency,), told)


def _direction(
    price: PriceChanged, line: Component, path: tuple[int | str, ...], known: Known
) -> Iterator[Doubt]:
    """A direction that stands in no other price list, or that needs another beside it."""
    used = [direction for direction, ids in known.directions.items() if ids - {price.id}]
    if used and not line.direction.startswith(tuple(used)):
        yield Doubt(path, (line.direction,), f"no other price list has {line.direction}.")
    beside = {each.direction for each in price.components}
    if line.direction in BESIDE_INPUT and line.per_million and "input" not in beside:
        yield Doubt(path, (line.direction,), f"{line.describe()} stands here without input.")


def _otherwise(
    price: PriceChanged,
    line: Component,
    path: tuple[int | str, ...],
    others: Sequence[PriceLine],
    known: Known,
) -> Iterator[Doubt]:
    """The same line of the same day, stated otherwise by another event."""
    if not _stays(price, known) or not line.per_million:
        return
    for each in others:
        same = each.line.key == line.key and _sale(each.event) == _sale(price)
        if same and each.line.per_million != line.per_million and _stays(each.event, known):
            values = (line.amount, each.line.amount, _percent(float(line.per_million), each))
            if not mentions(each.event.note or "", values):
                told = f"{line.describe()} is {line.amount} here and {each.line.amount}"
                yield Doubt(path, values, f"{told} on the same day in {each.id}.")


def _sale(price: PriceChanged) -> tuple[object, ...]:
    """What is sold where, in which currency, and from which day on."""
    return (price.subject, price.channel, price.region, price.currency, price.occurred)


def _stays(price: PriceChanged, known: Known) -> bool:
    """Whether a price was set for good, as far as it was known."""
    return price.until is None and price.id not in known.cancelled


def _percent(paid: float, other: PriceLine) -> str:
    """By how many percent one of two prices lies below the other, as a note may say."""
    return f"{(1 - 1 / _times(paid, other.per_million)) * 100:.0f}"
