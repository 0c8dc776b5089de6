"""LangSmith: entries of its model price map, one request of its API each: `ecosys push langsmith`.

In USD per token, as text, with the cached and audio tokens apart. An entry holds from its start on,
so that what is announced can be sent ahead; runs that it has are not charged anew.
"""

from collections.abc import Hashable, Mapping, Sequence
from itertools import product
from typing import Any

from ecosys.answers.export.catalogue import Catalogue
from ecosys.answers.export.exact_json import to_json
from ecosys.answers.export.history import History, carried, periods
from ecosys.answers.export.ids import exactly
from ecosys.answers.export.layout import Layout, Written
from ecosys.answers.export.offer import Offer, per_token
from ecosys.domain.prices import STANDARD, Price
from ecosys.event.subject import seller
from ecosys.values.amount import text
from ecosys.values.instant import BEFORE_ALL, to_text

PROVIDERS: Mapping[str, str] = {
    "amazon": "amazon_bedrock",
    "bedrock": "amazon_bedrock",
    "google": "google_genai",
    "mistral": "mistralai",
    "vertex": "google_vertexai",
}
"""What runs call the provider or channel (`ls_provider`), where that is another name than ours."""
PROMPT: Mapping[tuple[str, str], str] = {
    ("cache_read", "text"): "cache_read",
    ("cache_write", "text"): "cache_creation",
    ("cache_write_5m", "text"): "ephemeral_5m_input_tokens",
    ("cache_write_1h", "text"): "ephemeral_1h_input_tokens",
    ("input", "audio"): "audio",
    ("input", "image"): "image",
}
COMPLETION: Mapping[tuple[str, str], str] = {
    ("reasoning", "text"): "reasoning",
    ("output", "audio"): "audio",
    ("output", "image"): "image",
}
"""What usage calls the tokens that are priced apart."""


def write(catalogue: Catalogue) -> Written:
    """The entries of each offer: of the prices in force, and of those that are to come."""
    history, now = History(catalogue), catalogue.moment.as_of
    entries: dict[Hashable, dict[str, Any]] = {}
    keys: set[Hashable] = set()
    for offer in catalogue.offers:
        found = [] if offer.is_over else periods(history, offer, now, _costs)
        for id, each in product(offer.ids, found):
            entry = _entry(id, offer, each.start, each.content)
            entries.setdefault((id, entry["provider"], entry["start_time"]), entry)
        if found:
            keys |= carried(found, offer.known_as, offer.channel)
    return Written(to_json(list(entries.values())), keys)


def _entry(id: str, offer: Offer, start: int, costs: dict[str, Any]) -> dict[str, Any]:
    ours = seller(offer.name, offer.channel)
    since = None if start == BEFORE_ALL else to_text(start)
    about = {"name": id, "match_pattern": exactly(id), "start_time": since}
    return {**about, "provider": PROVIDERS.get(ours, ours), **costs}


def _costs(lines: Sequence[Price]) -> tuple[dict[str, Any], list[Price]]:
    """What tokens cost, and the lines that say so; nothing, where input or output is missing."""
    by_kind: dict[tuple[str, str], Price] = {}
    for price in lines:
        line = price.component
        is_plain = line.tier == STANDARD and not line.above and line.hours is None
        if is_plain and line.per_million is not None:
            by_kind.setdefault((line.direction, line.modality), price)
    prompt, completion = by_kind.get(("input", "text")), by_kind.get(("output", "text"))
    if prompt is None or completion is None:
        return {}, []
    said = [prompt, completion]
    costs: dict[str, Any] = {"prompt_cost": _cost(prompt), "completion_cost": _cost(completion)}
    for field, kinds in (("prompt_cost_details", PROMPT), ("completion_cost_details", COMPLETION)):
        apart = {kinds[kind]: price for kind, price in by_kind.items() if kind in kinds}
        if apart:
            costs[field] = {name: _cost(price) for name, price in apart.items()}
            said += apart.values()
    return costs, said


def _cost(price: Price) -> str:
    of_token = per_token(price)
    assert of_token is not None
    return text(of_token)


langsmith = Layout(
    name="langsmith",
    file_name="model-price-map.json",
    media_type="application/json",
    write=write,
    about="POST /api/v1/model-price-map of LangSmith, by ecosys push langsmith",
)
