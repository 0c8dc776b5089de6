"""litellm: the price map that litellm loads by a URL, and Aider as a file of model metadata.

The fields are those that our importer of the same file knows. What has ended keeps its last prices
and says when it ended. Names follow litellm: what a provider itself sells stands under its id, with
the provider before it where litellm writes it so.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from ecosys.answers.export import items
from ecosys.answers.export.catalogue import Catalogue
from ecosys.answers.export.exact_json import to_json
from ecosys.answers.export.layout import Layout, Written
from ecosys.answers.export.loss import gathered
from ecosys.answers.export.offer import Offer
from ecosys.domain.prices import STANDARD, Price
from ecosys.event.subject import provider_of
from ecosys.importer.price_lines import TOKENS, Meaning
from ecosys.importers.litellm import DAYS
from ecosys.importers.litellm.fields import (
    FIELDS,
    GUARDRAIL,
    MILLIONS,
    OFF_PEAK,
    SEARCH,
    SIZES,
    TIERS,
)
from ecosys.values.instant import day_of

PROVIDERS: Mapping[str, tuple[str, str]] = {
    "openai": ("openai", ""),
    "anthropic": ("anthropic", ""),
    "google": ("gemini", "gemini/"),
    "cohere": ("cohere_chat", ""),
    "alibaba": ("dashscope", "dashscope/"),
    "zhipu": ("zai", "zai/"),
    "meta": ("meta_llama", "meta_llama/"),
    "amazon": ("bedrock", "bedrock/"),
    "microsoft": ("azure_ai", "azure_ai/"),
}
"""What litellm calls a provider, and what it writes before its ids; others have their own name."""
CHANNELS: Mapping[str, tuple[str, str]] = {
    "azure": ("azure", "azure/"),
    "bedrock": ("bedrock", ""),
    "vertex": ("vertex_ai", "vertex_ai/"),
    "openrouter": ("openrouter", "openrouter/"),
}
"""The same for other sellers."""
FIELD_OF = {
    **{meaning: name for name, meaning in reversed(FIELDS.items()) if GUARDRAIL not in name},
    FIELDS[SEARCH]: SEARCH,
}
"""The field of what it prices; of several that which litellm charges by, else the first."""
SUFFIXES = {tier: suffix for suffix, tier in reversed(TIERS.items())}
"""What stands behind a field for a tier."""
THOUSAND = 1000
AT_HOURS = (
    "input_cost_per_token",
    "output_cost_per_token",
    "cache_read_input_token_cost",
    "cache_creation_input_token_cost",
)
"""What litellm charges otherwise at some hours."""


def write(catalogue: Catalogue) -> Written:
    """A row for each id of each offer."""
    rows: dict[str, dict[str, Any]] = {}
    carried: set[Hashable] = set()
    rounded: dict[Hashable, tuple[str, str, str]] = {}
    for offer in catalogue.offers:
        fields, prices = _fields(offer)
        if not fields:
            continue
        row = {**_about(offer), **fields, **_end(offer)}
        rows.update((key, row) for key in keys(offer) if key not in rows)
        carried |= items.carried(prices, offer.known_as, offer.channel)
        if "deprecation_date" in row and offer.end is not None:
            carried.add(items.end_key(offer.end))
        rounded.update(_rounded(prices))
    return Written(to_json(rows), carried, gathered(rounded.values()))


def keys(offer: Offer) -> Iterator[str]:
    """What an offer stands under."""
    _, prefix = seller(offer)
    yield from (id if id.startswith(prefix) else f"{prefix}{id}" for id in offer.ids)


def seller(offer: Offer) -> tuple[str, str]:
    """What litellm calls the seller of an offer, and what it writes before its ids."""
    if not offer.is_first_party:
        called, prefix = CHANNELS.get(offer.channel, (offer.channel, f"{offer.channel}/"))
        has_own_names = offer.known_as != (offer.name,)
        return called, prefix or ("" if has_own_names else f"{called}/")
    provider = provider_of(offer.name)
    called, prefix = PROVIDERS.get(provider, (provider, f"{provider}/"))
    is_chat = _mode(offer) is not None
    return called if is_chat else called.removesuffix("_chat"), prefix


def _about(offer: Offer) -> dict[str, Any]:
    provider, _ = seller(offer)
    return {"litellm_provider": provider, "mode": _mode(offer)}


def _mode(offer: Offer) -> str | None:
    """What is done with it, as far as its prices tell: a chat is paid for what comes out."""
    paid = {(price.component.direction, price.component.modality) for price in offer.lines}
    return "chat" if {("input", "text"), ("output", "text")} <= paid else None


def _end(offer: Offer) -> dict[str, str]:
    """The day of the shutdown, where it is a firm one."""
    shutdown = offer.end.shutdown if offer.end else None
    return {"deprecation_date": day_of(shutdown.start)} if shutdown and shutdown.plain else {}


# Prices


def _fields(offer: Offer) -> tuple[dict[str, Any], list[Price]]:
    """What an offer costs, by litellm's fields, and the lines that they say."""
    lines = offer.in_dollars
    fields, said = _at([price for price in lines if price.component.hours is None])
    hours = {price.component.hours for price in lines} - {None}
    span = hours.pop() if len(hours) == 1 else None
    if span is not None and fields and not _runs_into_other_days(span):
        timed = [price for price in lines if price.component.hours == span]
        at_hours, also_said = _at([price for price in timed if field_of(price) in AT_HOURS])
        if at_hours:
            fields[OFF_PEAK] = {**windows(span), **at_hours}
            said += also_said
    return fields, said


def _at(lines: Iterable[Price]) -> tuple[dict[str, Any], list[Price]]:
    """Lines of the same hours as fields, each once."""
    fields: dict[str, Any] = {}
    said = []
    for price in lines:
        name, amount = field_of(price), _amount(price)
        if name is not None and amount is not None and name not in fields:
            _put(fields, name, amount)
            said.append(price)
    return fields, said


def _runs_into_other_days(hours: str) -> bool:
    """Whether hours of some days of the week go past midnight, which litellm reads otherwise."""
    days, _, spans = hours.rpartition(" ")
    return bool(days) and any(span[:5] > span[6:] for span in spans.split(","))


def windows(hours: str) -> dict[str, Any]:
    """Hours as litellm has them: spans of every day, or those of some days of the week.

    >>> windows("16:30-00:30")
    {'hours_utc': ['16:30-00:30']}
    >>> windows("mon-fri 01:00-04:00,06:00-10:00")
    {'windows': [{'weekdays': [1, 2, 3, 4, 5], 'hours_utc': ['01:00-04:00', '06:00-10:00']}]}
    """
    days, _, spans = hours.rpartition(" ")
    listed = {"hours_utc": spans.split(",")}
    if not days:
        return listed
    first, _, last = days.partition("-")
    start, count = DAYS.index(first), (DAYS.index(last or first) - DAYS.index(first)) % 7 + 1
    return {"windows": [{"weekdays": [(start + n) % 7 + 1 for n in range(count)], **listed}]}


def field_of(price: Price) -> str | None:
    """The field that says a line; None: there is none."""
    line = price.component
    if line.above and price.event.bands == "marginal":
        return None
    unit = TOKENS if line.per_million is not None else line.unit
    direction = "cache_write" if line.direction == "cache_write_5m" else line.direction
    for tier, suffix in _tiers(line.tier):
        name = FIELD_OF.get(Meaning(direction, line.modality, unit, tier))
        if name is not None:
            return f"{name}{_above(line.above)}{suffix}"
    return None


def _tiers(tier: str) -> Iterator[tuple[str, str]]:
    """How a tier can be written: as a field of its own, or as what stands behind another."""
    yield tier, ""
    for ours, suffix in SUFFIXES.items():
        if tier == ours:
            yield STANDARD, f"_{suffix}"
        elif tier.endswith(f"_{ours}"):
            yield tier.removesuffix(f"_{ours}"), f"_{suffix}"


def _above(tokens: int) -> str:
    """The band in a field's name: in thousands, as litellm counts."""
    return f"_above_{round(tokens / THOUSAND)}k_tokens" if tokens else ""


def _rounded(prices: list[Price]) -> Iterator[tuple[Hashable, tuple[str, str, str]]]:
    """The bands of which a field can only say the nearest thousand."""
    for price in prices:
        above = price.component.above
        if above % THOUSAND:
            yield items.price_key(price), ("exact band", f"above {above:,}", price.subject)


def _amount(price: Price) -> Decimal | None:
    """The price of one unit; None: there is no list price."""
    line = price.component
    if line.per_million is not None:
        return line.per_million.scaleb(-6)
    of_one = line.price
    return of_one.scaleb(-6) if of_one is not None and line.unit in MILLIONS else of_one


def _put(fields: dict[str, Any], name: str, amount: Decimal) -> None:
    """Set a field; searches have one for each size of context, of which all cost the same."""
    whole, _, part = name.partition(".")
    if whole != SEARCH:
        fields[name] = amount
    elif part:
        fields.setdefault(SEARCH, {})[part] = amount
    else:
        fields[SEARCH] = dict.fromkeys(SIZES, amount)


litellm = Layout(
    name="litellm",
    file_name="model_prices_and_context_window.json",
    media_type="application/json",
    write=write,
    about="LITELLM_MODEL_COST_MAP_URL of litellm, --model-metadata-file of Aider, tokencost",
)
