"""genai-prices: `data.json`, which it takes by `UpdatePrices(url=...)`: prices with their dates.

Each name has all prices that it ever had, as they are known at the moment, and those to come: the
only layout that can say what a call of last year cost. A date is a day, UTC. Before the first date
the first price answers, and after the last the last: that is how it reads its file.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ecosys.answers.export import items
from ecosys.answers.export.catalogue import Catalogue, Seller
from ecosys.answers.export.exact_json import to_json
from ecosys.answers.export.history import History
from ecosys.answers.export.layout import Layout, Written
from ecosys.answers.export.loss import gathered
from ecosys.answers.export.offer import in_dollars, will_end
from ecosys.answers.exports.genai_prices.prices import CONTEXT, standard, variant
from ecosys.domain.prices import Price
from ecosys.event import FIRST_PARTY
from ecosys.event.subject import own_id
from ecosys.event.subject import seller as sold_by
from ecosys.values.instant import BEFORE_ALL, DAY, day_of

PROVIDERS: Mapping[str, str] = {
    "amazon": "aws",
    "bedrock": "aws",
    "moonshot": "moonshotai",
    "vertex": "google",
    "xai": "x-ai",
    "zhipu": "zai",
}
"""What it calls a provider or channel; others as we do."""
HOSTS: Mapping[str, str] = {
    "anthropic": r"https://api\.anthropic\.com",
    "aws": r"https://bedrock-runtime\.[a-z0-9-]+\.amazonaws\.com",
    "azure": r"(https?://)?([^.]*\.)?(openai\.azure\.com|azure-api\.net|services\.ai\.azure\.com)",
    "cohere": r"https://api\.cohere\.(ai|com)",
    "deepseek": r"https://api\.deepseek\.com",
    "google": r"https://(.*\.)?googleapis\.com",
    "groq": r"https://api\.groq\.com",
    "mistral": r"https://api\.mistral\.ai",
    "moonshotai": r"https://api\.moonshot\.(ai|cn)",
    "openai": r"https://api\.openai\.com",
    "openrouter": r"https://(api\.)?openrouter\.ai",
    "perplexity": r"https://api\.perplexity\.ai",
    "x-ai": r"https://api\.x\.ai",
    "zai": r"https://api\.z\.ai",
}
"""The addresses at which a provider is called, as regular expressions."""
NOWHERE = "(?!)"
"""Matches no address."""


@dataclass
class _Model:
    """A model as the layout has it, and what it carries."""

    row: dict[str, Any]
    said: list[Price]


def write(catalogue: Catalogue) -> Written:
    """The models of each provider, each with its prices from the first to the last."""
    history = History(catalogue)
    providers: dict[str, dict[str, Any]] = {}
    carried: set[Hashable] = set()
    coarse: dict[Hashable, str] = {}
    for name, channel in sorted(history.sellers, key=_own_offers_first):
        model = _model(catalogue, history, (name, channel))
        slug = sold_by(name, channel)
        provider = providers.setdefault(PROVIDERS.get(slug, slug), {})
        if model is None or model.row["id"] in provider:
            continue
        provider[model.row["id"]] = model.row
        carried |= items.carried(model.said, catalogue.known_as(name, channel), channel)
        carried |= {items.until_key(price) for price in model.said[:-1]}
        coarse |= {items.price_key(p): p.subject for p in model.said if p.statement.start % DAY}
    told = (("hour of a price", "", subject) for subject in coarse.values())
    known = {id: models for id, models in sorted(providers.items()) if models}
    return Written(to_json([_provider(*each) for each in known.items()]), carried, gathered(told))


def _own_offers_first(seller: Seller) -> tuple[bool, Seller]:
    """What a provider itself sells comes first: its price stands where both are one provider."""
    return seller[1] != FIRST_PARTY, seller


def _provider(id: str, models: dict[str, dict[str, Any]]) -> dict[str, Any]:
    ours = sorted({id, *(slug for slug, theirs in PROVIDERS.items() if theirs == id)})
    listed = sorted(models)
    return {
        "id": id,
        "name": id,
        "api_pattern": HOSTS.get(id, NOWHERE),
        "provider_match": {"or": [{"equals": slug} for slug in ours]},
        **({"model_match": _any_of(listed)} if id not in RESELLERS else {}),
        "models": [models[each] for each in listed],
    }


RESELLERS = ("aws", "azure", "openrouter")
"""Providers that are not meant by the mere name of a model."""


def _any_of(names: list[str]) -> dict[str, Any]:
    return {"or": [{"equals": name} for name in names]}


# A model


def _model(catalogue: Catalogue, history: History, seller: Seller) -> _Model | None:
    """A model with its prices through time; None, where it has none that can be said."""
    name, channel = seller
    periods = list(_periods(history, seller))
    dated = [(start, *standard(lines)) for start, lines in periods]
    rows = _rows([(start, fields) for start, fields, _ in dated])
    if not rows:
        return None
    said = [price for _, _, lines in dated for price in lines]
    variants, also_said = _variants(periods, {key for _, fields, _ in dated for key in fields})
    ids = [own_id(each) for each in catalogue.known_as(name, channel)]
    end = catalogue.ends.get(seller)
    prices = rows[0]["prices"] if len(rows) == 1 else rows
    row = {
        "id": own_id(name),
        "match": _any_of(ids) if len(ids) > 1 else {"equals": ids[0]},
        **({"deprecated": True} if will_end(end) else {}),
        "prices": prices,
        **({"price_variants": variants} if variants else {}),
    }
    return _Model(row, said + also_said)


def _periods(history: History, seller: Seller) -> Iterator[tuple[int, list[Price]]]:
    """The lines from each day on at which something changes: those at the day's last change."""
    turns = history.turns(*seller)
    for at, following in pairwise([*turns, None]):
        if at is not None and (following is None or day_of_turn(at) != day_of_turn(following)):
            yield at, in_dollars(history.lines(*seller, at))


def day_of_turn(at: int) -> str:
    """The day on which something changes; empty for what was always so."""
    return "" if at == BEFORE_ALL else day_of(at)


def _rows(dated: list[tuple[int, dict[str, Any]]]) -> list[dict[str, Any]]:
    """The prices, each with the day from which they hold, unless they are those before."""
    rows: list[dict[str, Any]] = []
    for start, fields in dated:
        if fields and (not rows or rows[-1]["prices"] != fields):
            since = {"constraint": {"start_date": day_of_turn(start)}} if rows else {}
            rows.append({**since, "prices": fields})
    return rows


def _variants(
    periods: list[tuple[int, list[Price]]], beside: set[str]
) -> tuple[list[dict[str, Any]], list[Price]]:
    """The prices of other tiers, the newest first: the first that fits a request answers."""
    found: list[dict[str, Any]] = []
    said: list[Price] = []
    for tier, context in CONTEXT.items():
        before: dict[str, Any] = {}
        for start, lines in periods:
            fields, of_tier = variant(lines, tier, beside)
            said += of_tier
            if fields and fields != before:
                day = day_of_turn(start)
                since = {"constraint": {"start_date": day}} if day else {}
                found.insert(0, {"when": context, **since, "prices": fields})
                before = fields
    return found, said


genai_prices = Layout(
    name="genai-prices",
    file_name="data.json",
    media_type="application/json",
    write=write,
    about="UpdatePrices(url=...) of genai-prices",
)
