"""OpenLIT: the file of its setting `pricing_json`: USD per 1,000 tokens, by the id of a model."""

from collections.abc import Hashable
from decimal import Decimal
from typing import Any

from ecosys.answers.export import items
from ecosys.answers.export.catalogue import Catalogue
from ecosys.answers.export.exact_json import to_json
from ecosys.answers.export.ids import by_id
from ecosys.answers.export.layout import Layout, Written
from ecosys.domain.prices import Price

FIELDS = {
    "input": "promptPrice",
    "output": "completionPrice",
    "cache_read": "cacheReadPrice",
    "cache_write": "cacheCreationPrice",
}
"""The prices of a chat."""
PER_THOUSAND = -3


def write(catalogue: Catalogue) -> Written:
    """What has a price of input and output is a chat, what has one of input alone embeds."""
    chats: dict[str, Any] = {}
    embeddings: dict[str, Decimal] = {}
    carried: set[Hashable] = set()
    for id, name, offer in by_id(catalogue):
        said = {field: offer.plain[way] for way, field in FIELDS.items() if way in offer.plain}
        if {"promptPrice", "completionPrice"} <= said.keys():
            chats[id] = {field: _per_thousand(price) for field, price in said.items()}
        elif said.keys() == {"promptPrice"} and not _gives_more_than_text(offer.lines):
            embeddings[id] = _per_thousand(said["promptPrice"])
        else:
            continue
        carried |= items.carried(said.values(), [name], offer.channel)
    content = {"embeddings": embeddings, "images": {}, "audio": {}, "chat": chats}
    return Written(to_json(content), carried)


def _per_thousand(price: Price) -> Decimal:
    per_million = price.component.per_million
    assert per_million is not None
    return per_million.scaleb(PER_THOUSAND)


def _gives_more_than_text(prices: Any) -> bool:
    """Whether something is priced that comes out."""
    return any(price.component.direction == "output" for price in prices)


openlit = Layout(
    name="openlit",
    file_name="pricing.json",
    media_type="application/json",
    write=write,
    about="openlit.init(pricing_json=...)",
)
