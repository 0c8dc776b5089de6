"""models.dev: `api.json`, which opencode loads from the address that it is given.

Per provider it has models with prices per million tokens and bands, for text and audio. What has
ended is left out, what will end is `deprecated`. It asks for properties that are not known here:
these get a plain value, and are told among the losses as assumed.
"""

from collections.abc import Hashable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from ecosys.answers.export import items
from ecosys.answers.export.catalogue import Catalogue
from ecosys.answers.export.exact_json import to_json
from ecosys.answers.export.layout import Layout, Written
from ecosys.answers.export.loss import gathered
from ecosys.answers.export.offer import Offer
from ecosys.answers.exports.models_dev.accounts import ACCOUNTS, Account
from ecosys.domain.open_weights import OpenWeights
from ecosys.domain.prices import STANDARD, Price
from ecosys.event.subject import own_id, seller
from ecosys.events.launched import Launched
from ecosys.importers.models_dev import UNITS
from ecosys.values.instant import BEFORE_ALL, day_of

COST_OF = {meaning: name for name, meaning in reversed(UNITS.items())}
"""The price of what it counts."""
NEEDED = {"input", "output"}
"""What a list of prices must have."""
ASSUMED = {"attachment": False, "temperature": True, "tool_call": True}
"""Properties of models that the layout asks for and nobody states here."""
Told = tuple[str, str, str]


def write(catalogue: Catalogue) -> Written:
    """The models of each provider that is called by a package."""
    providers: dict[str, Any] = {}
    carried: set[Hashable] = set()
    assumed: list[Told] = []
    openness = OpenWeights(catalogue.timeline.view(catalogue.moment, "launched", "described"))
    for offer in catalogue.offers:
        account = ACCOUNTS.get(seller(offer.name, offer.channel))
        cost, said = _cost(offer)
        released = _released(catalogue, offer)
        if account is None or offer.is_over or not cost or released is None:
            continue
        known = openness.of(offer.name, catalogue.moment.as_of)
        model = {
            "release_date": released,
            "last_updated": day_of(max(price.statement.start for price in said)),
            "reasoning": "reasoning" in cost,
            "open_weights": known is not None and known.open,
            **ASSUMED,
            **_limit(catalogue, offer.name),
            **_modalities(said),
            **({"status": "deprecated"} if offer.will_end else {}),
            "cost": cost,
        }
        provider = providers.setdefault(account.id, _provider(account))
        for id in offer.ids:
            provider["models"][id] = {"id": id, "name": own_id(offer.name), **model}
        carried |= items.carried(said, offer.known_as, offer.channel)
        carried.add(items.launch_key(offer.name))
        assumed += _assumed(model, offer.name, is_open_known=known is not None)
    return Written(to_json(providers), carried, gathered(assumed))


def _provider(account: Account) -> dict[str, Any]:
    api = {"api": account.api} if account.api else {}
    about = {"id": account.id, "name": account.name, "npm": account.npm, "env": account.env}
    return {**about, **api, "doc": account.doc, "models": {}}


# Prices


def _cost(offer: Offer) -> tuple[dict[str, Any], list[Price]]:
    """What an offer costs, and the lines that say so; nothing, where input or output is missing."""
    said: dict[int, dict[str, Price]] = {}
    for price in offer.in_dollars:
        line = price.component
        name = COST_OF.get((line.direction.replace("write_5m", "write"), line.modality))
        plain = line.tier == STANDARD and line.hours is None and line.per_million is not None
        if name is not None and plain and (not line.above or price.event.bands == "cliff"):
            said.setdefault(line.above, {}).setdefault(name, price)
    bands = {above: lines for above, lines in sorted(said.items()) if lines.keys() >= NEEDED}
    if 0 not in bands:
        return {}, []
    tiers = [
        {**_amounts(lines), "tier": {"type": "context", "size": above}}
        for above, lines in bands.items()
        if above
    ]
    cost = {**_amounts(bands[0]), **({"tiers": tiers} if tiers else {})}
    return cost, [price for lines in bands.values() for price in lines.values()]


def _amounts(lines: dict[str, Price]) -> dict[str, Decimal | None]:
    return {name: lines[name].component.per_million for name in UNITS if name in lines}


# What else it says of a model


def _released(catalogue: Catalogue, offer: Offer) -> str | None:
    """The day of the launch, else of the first price that is in force; None: no day is known."""
    launch = catalogue.launches.get(offer.name)
    if launch is not None and launch.start is not None and launch.start != BEFORE_ALL:
        return day_of(launch.start)
    start = min(price.statement.start for price in offer.lines)
    return None if start == BEFORE_ALL else day_of(start)


def _limit(catalogue: Catalogue, name: str) -> dict[str, Any]:
    launch = catalogue.launches.get(name)
    event = launch.of(Launched) if launch else None
    return {"limit": {"context": (event.context_window if event else None) or 0, "output": 0}}


def _modalities(prices: Iterable[Price]) -> dict[str, Any]:
    """What goes in and comes out, as far as it is priced."""
    lines = [price.component for price in prices]
    ways = ("input", "output")
    return {
        "modalities": {
            way: sorted({line.modality for line in lines if line.direction == way}) for way in ways
        }
    }


def _assumed(model: dict[str, Any], subject: str, *, is_open_known: bool) -> Iterator[Told]:
    values = {name: str(value).lower() for name, value in ASSUMED.items()}
    if not model["reasoning"]:  # where it is priced it is known
        values["reasoning"] = "false"
    if not is_open_known:
        values["open_weights"] = "false"
    for name, limit in model["limit"].items():
        if not limit:
            values[f"limit {name}"] = "0"
    yield from (("assumed", f"{name} {value}", subject) for name, value in values.items())


models_dev = Layout(
    name="models.dev",
    file_name="api.json",
    media_type="application/json",
    write=write,
    about="OPENCODE_MODELS_URL of opencode",
)
