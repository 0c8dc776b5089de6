"""Prices of genai-prices: lines as its fields, and which of them it can charge together.

A field that prices some tokens apart needs the field of all such tokens beside it; of two ways to
tell tokens apart, cached and audio, the field of both is needed too. What lacks one is left out:
its code refuses to charge by such a list.
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from ecosys.domain.prices import STANDARD, Price
from ecosys.importer.price_lines import TOKENS, Meaning
from ecosys.importers.genai_prices.units import THOUSANDS, UNITS

FIELD_OF = {meaning: name for name, meaning in reversed(UNITS.items())}
"""The field of what it prices; of several the plainest."""
OTHER_UNITS = {
    "minute": ("hour", 60),
    "second": ("hour", 3600),
    "10K characters": ("1M characters", 100),
}
"""Units that it has by another measure, and how many of ours that is."""
CONTEXT: Mapping[str, Mapping[str, str]] = {
    "batch": {"processing": "batch"},
    "flex": {"service_tier": "flex"},
    "priority": {"service_tier": "priority"},
    "fast": {"speed": "fast"},
}
"""By what a request asks for a tier."""
WITHIN = {
    "cache_read": "input",
    "cache_write": "input",
    "cache_write_5m": "cache_write",
    "cache_write_1h": "cache_write",
    "reasoning": "output",
}
"""Of which tokens some are counted apart."""
AUDIO, AUDIO_PARTS = "audio_hours", ("input_audio_hours", "output_audio_hours")
"""The field of all hours of audio, and those of some."""
INPUTS = ("input", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h")
OUTPUTS = ("output", "reasoning")


class Said(NamedTuple):
    """Prices as fields, and the lines that they say."""

    fields: dict[str, Any]
    lines: list[Price]


def standard(prices: Iterable[Price]) -> Said:
    """The fields of the standard tier."""
    return _said([price for price in prices if price.component.tier not in CONTEXT])


def variant(prices: Iterable[Price], tier: str, beside: Collection[str]) -> Said:
    """The fields of another tier, as far as the standard one has them."""
    said = _said([price for price in prices if price.component.tier == tier], tier)
    fields = {name: value for name, value in said.fields.items() if name in beside}
    return Said(fields, [price for price in said.lines if _field(price, tier)[0] in fields])


def _said(prices: list[Price], tier: str = STANDARD) -> Said:
    by_field: dict[str, list[Price]] = {}
    for price in prices:
        name, _ = _field(price, tier)
        if name is not None and price.component.hours is None and _can_be_banded(price):
            by_field.setdefault(name, []).append(price)
    fields: dict[str, Any] = {}
    lines = []
    for name, bands in by_field.items():
        value = _tiered(sorted(bands, key=lambda price: price.component.above), tier)
        if value is not None:
            fields[name] = value
            lines += bands
    kept = chargeable(fields)
    return Said(
        {name: fields[name] for name in FIELD_OF.values() if name in kept},
        [price for price in lines if _field(price, tier)[0] in kept],
    )


def _can_be_banded(price: Price) -> bool:
    return not price.component.above or price.event.bands == "cliff"


def _field(price: Price, tier: str) -> tuple[str | None, Decimal]:
    """The field of a line, and its amount there; None: there is no such field."""
    line = price.component
    amount = line.per_million if line.per_million is not None else line.price
    if amount is None:
        return None, Decimal(0)
    unit = TOKENS if line.per_million is not None else line.unit
    if unit in OTHER_UNITS:
        unit, count = OTHER_UNITS[unit]
        amount *= count
    own = STANDARD if line.tier == tier else line.tier
    name = FIELD_OF.get(Meaning(line.direction, line.modality, unit, own))
    return name, amount * 1000 if name and name.endswith(THOUSANDS) else amount


def _tiered(bands: list[Price], tier: str) -> Decimal | dict[str, Any] | None:
    """A price, with those of longer requests; None, where nobody states that of short ones."""
    base, *longer = bands
    if base.component.above:
        return None
    _, amount = _field(base, tier)
    if not longer:
        return amount
    tiers = [{"start": each.component.above, "price": _field(each, tier)[1]} for each in longer]
    return {"base": amount, "tiers": tiers}


def chargeable(names: Iterable[str]) -> set[str]:
    """The fields by which it can charge together.

    >>> sorted(chargeable(["input_mtok", "cache_read_mtok", "input_audio_mtok"]))
    ['cache_read_mtok', 'input_mtok']
    >>> both = ["input_mtok", "cache_read_mtok", "input_audio_mtok", "cache_audio_read_mtok"]
    >>> chargeable(both) == {*both}
    True
    >>> sorted(chargeable(["output_mtok", "cache_read_mtok"]))
    ['output_mtok']
    """
    tokens = {name for name in names if UNITS[name].unit == TOKENS}
    by_modality: dict[str, set[str]] = {}
    for name in tokens:
        meaning = UNITS[name]
        if meaning.tier == STANDARD:
            by_modality.setdefault(meaning.modality, set()).add(meaning.direction)
    text = _with_all_above(by_modality.get("text", set()))
    kept = {
        FIELD_OF[Meaning(direction, modality)]
        for modality, directions in by_modality.items()
        for group in (INPUTS, OUTPUTS)
        for direction in _whole(directions & {*group}, text & {*group})
    }
    others = {name for name in names if UNITS[name].unit != TOKENS}
    return kept | (others if AUDIO in others else others - {*AUDIO_PARTS})


def _with_all_above(directions: set[str]) -> set[str]:
    """The directions of which all that they are a part of are there."""
    kept = set(directions)
    while gone := {each for each in kept if each in WITHIN and WITHIN[each] not in kept}:
        kept -= gone
    return kept


def _whole(directions: set[str], text: set[str]) -> set[str]:
    """The directions of one modality, if they are at least those of text."""
    return text if directions >= text else set()
