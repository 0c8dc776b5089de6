"""PostHog: the properties of an event that say what its tokens cost, by provider and model.

Who captures an event adds them to it; PostHog multiplies them with the counts. In USD per token,
per request and per search.
"""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import Any

from ecosys.answers.export import items
from ecosys.answers.export.catalogue import Catalogue
from ecosys.answers.export.exact_json import to_json
from ecosys.answers.export.layout import Layout, Written
from ecosys.answers.export.offer import Offer, per_token
from ecosys.domain.prices import STANDARD, Price
from ecosys.event.subject import seller

TOKENS: Mapping[str, str] = {
    "input": "$ai_input_token_price",
    "output": "$ai_output_token_price",
    "cache_read": "$ai_cache_read_token_price",
    "cache_write": "$ai_cache_write_token_price",
    "cache_write_1h": "$ai_cache_write_1h_token_price",
}
"""The property of what it prices; it takes the prices of both input and output, or none."""
COUNTED: Mapping[tuple[str, str], str] = {
    ("request", "request"): "$ai_request_price",
    ("search", "query"): "$ai_web_search_price",
}
"""The property of a direction and unit that is no token."""


def write(catalogue: Catalogue) -> Written:
    """The properties by what `$ai_provider` and `$ai_model` say."""
    providers: dict[str, dict[str, Any]] = {}
    carried: set[Hashable] = set()
    for offer in catalogue.offers:
        said = {TOKENS[way]: price for way, price in offer.plain.items() if way in TOKENS}
        if offer.is_over or not {TOKENS["input"], TOKENS["output"]} <= said.keys():
            continue
        said |= _counted(offer)
        properties = {name: _amount(price) for name, price in said.items()}
        provider = seller(offer.name, offer.channel)
        providers.setdefault(provider, {}).update(dict.fromkeys(offer.ids, properties))
        carried |= items.carried(said.values(), offer.known_as, offer.channel)
    return Written(to_json(providers), carried)


def _counted(offer: Offer) -> dict[str, Price]:
    """What is paid for each request or search."""
    found: dict[str, Price] = {}
    for price in offer.in_dollars:
        line = price.component
        name = COUNTED.get((line.direction, line.unit))
        if name is not None and line.tier == STANDARD and line.price is not None:
            found.setdefault(name, price)
    return found


def _amount(price: Price) -> Decimal | None:
    of_token = per_token(price)
    return price.component.price if of_token is None else of_token


posthog = Layout(
    name="posthog",
    file_name="ai-prices.json",
    media_type="application/json",
    write=write,
    about="properties of $ai_generation events in PostHog",
)
