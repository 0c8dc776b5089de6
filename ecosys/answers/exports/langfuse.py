"""Langfuse: definitions of models, one request of its API each: `ecosys push langfuse` sends them.

In USD per token. A definition holds from its start on, so that what is announced can be sent ahead;
Langfuse charges by it what comes in afterwards, and nothing anew. Its usage has many names for the
same tokens: each gets the price. Longer requests and tiers are pricing tiers with a condition.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from ecosys.answers.export.catalogue import Catalogue
from ecosys.answers.export.exact_json import to_json
from ecosys.answers.export.history import History, carried, periods
from ecosys.answers.export.ids import by_id, exactly
from ecosys.answers.export.layout import Layout, Written
from ecosys.answers.export.offer import per_token
from ecosys.domain.prices import STANDARD, Price
from ecosys.values.instant import BEFORE_ALL, to_text

USAGE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("input", "text"): ("input",),
    ("output", "text"): ("output",),
    ("cache_read", "text"): (
        *("input_cached_tokens", "input_cache_read", "cache_read_input_tokens"),
    ),
    ("cache_write", "text"): ("input_cache_creation", "cache_creation_input_tokens"),
    ("cache_write_5m", "text"): ("input_cache_creation_5m",),
    ("cache_write_1h", "text"): ("input_cache_creation_1h",),
    ("reasoning", "text"): ("output_reasoning", "output_reasoning_tokens"),
    ("input", "audio"): ("input_audio", "input_audio_tokens"),
    ("output", "audio"): ("output_audio", "output_audio_tokens"),
}
"""What usage calls the tokens of a direction and modality."""
INPUTS = "^(input|prompt|cache)"
"""The usage that makes a request a long one: all that goes in."""
SERVED = ("flex", "priority")
"""The tiers that a call asks for by the parameter `service_tier`."""


def write(catalogue: Catalogue) -> Written:
    """The definitions of each id: of the prices in force, and of those that are to come."""
    history, now = History(catalogue), catalogue.moment.as_of
    definitions = []
    keys: set[Hashable] = set()
    for id, name, offer in by_id(catalogue):
        found = periods(history, offer, now, _tiers)
        definitions += [_definition(id, each.start, each.content) for each in found]
        if found:
            keys |= carried(found, [name], offer.channel)
    return Written(to_json(definitions), keys)


def _definition(id: str, start: int, tiers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    since = {} if start == BEFORE_ALL else {"startDate": to_text(start)}
    about = {"modelName": id, "matchPattern": f"(?i){exactly(id)}", **since}
    return {**about, "unit": "TOKENS", "pricingTiers": tiers}


def _tiers(lines: Sequence[Price]) -> tuple[list[dict[str, Any]], list[Price]]:
    """Pricing tiers, the default first; none where nothing has a plain price."""
    sayable = [price for price in lines if _condition(price) is not None]
    sayable.sort(key=_order)
    tiers: list[dict[str, Any]] = []
    said: list[Price] = []
    for order, group in groupby(sayable, key=_order):
        prices: dict[str, Any] = {}
        members = list(group)
        for price in members:
            line = price.component
            for usage in USAGE[line.direction, line.modality]:
                prices.setdefault(usage, per_token(price))
        is_default = order == (0, "", 0)
        if not tiers and not is_default:
            return [], []
        tiers.append(
            {
                "name": "Standard" if is_default else _name(members[0]),
                "isDefault": is_default,
                "priority": len(tiers),
                "conditions": _condition(members[0]),
                "prices": prices,
            }
        )
        said += members
    return tiers, said


def _order(price: Price) -> tuple[int, str, int]:
    """The default first; then what has more conditions before what has fewer, long before short."""
    line = price.component
    served = "" if line.tier == STANDARD else line.tier
    if not served and not line.above:
        return 0, "", 0
    return (1 if served and line.above else 2 if served else 3), served, -line.above


def _condition(price: Price) -> list[dict[str, Any]] | None:
    """When a price holds; None: it cannot be said."""
    line = price.component
    is_known = (line.direction, line.modality) in USAGE and line.per_million is not None
    is_plain = line.hours is None and not (line.above and price.event.bands == "marginal")
    if not (is_known and is_plain and line.tier in (STANDARD, *SERVED)):
        return None
    return [*_by_length(line.above), *_by_tier(line.tier)]


def _by_length(above: int) -> Iterator[dict[str, Any]]:
    if above:
        yield {"usageDetailPattern": INPUTS, "operator": "gt", "value": above}


def _by_tier(tier: str) -> Iterator[dict[str, Any]]:
    if tier != STANDARD:
        asked = {"source": "model_parameters", "key": "service_tier"}
        yield {**asked, "operator": "in", "values": [tier]}


def _name(price: Price) -> str:
    line = price.component
    words = (
        line.tier if line.tier != STANDARD else "",
        f"above {line.above:,}" if line.above else "",
    )
    return " ".join(filter(None, words))


langfuse = Layout(
    name="langfuse",
    file_name="models.json",
    media_type="application/json",
    write=write,
    about="POST /api/public/models of Langfuse, by ecosys push langfuse",
)
