"""Terms: who sold a row's request, at which tier and where, in our words.

Providers and exporters have their own words: `service_tier: default`, `speed: fast`, `batch: true`,
`inference_geo: global`, `aws.bedrock`. What a row does not say is assumed, and said so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ecosys.answers.audit.routes import channel_of, providers_of
from ecosys.answers.reprice.calls import TRUE, Kind
from ecosys.domain.prices import STANDARD

TIERS: Mapping[str, str] = {
    "default": STANDARD,
    "on_demand": STANDARD,
    "on-demand": STANDARD,
    "auto": "",
    "unknown": "",
}
"""What providers call our tiers; empty: it says nothing of what was charged."""
ANYWHERE = frozenset({"global", "not_available", "unknown", "none", "null"})
"""Regions that are none."""
BATCH, FAST, FINE_TUNED = "batch", "fast", "fine_tuned"
FINE_TUNED_NAME = "ft:"
"""With what the name of a fine-tuned model begins."""
_UNITS = {"": 1, "k": 1000, "m": 1_000_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On which terms rows are priced, where not on their own."""

    model: str | None = None
    """The model that they are priced as."""
    tier: str | None = None
    channel: str | None = None
    region: str | None = None
    currency: str | None = None
    is_fixed: bool = False
    """Whether all rows have the prices of one moment, not each those of its own."""
    unsaid: Mapping[str, str] = field(default_factory=dict)
    """What holds of rows that do not say it: tier, channel, region."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is bought: a name at a seller, a tier and a place."""

    name: str
    channel: str | None
    """None: it follows from the name."""
    tier: str
    tier_said: bool
    """Whether anybody said so."""
    region: str | None
    providers: frozenset[str] = frozenset()
    """Whose model it may be, as the row says."""
    seller_said: bool = True
    """Whether the row names no seller, or one that is known."""
    above: int | None = None
    """The band that a row says to be of: above so many tokens of input; None: it does not say."""


def offer(kind: Kind, terms: Terms) -> Offer:
    """What a row bought, or would have on other terms.

    >>> offer(Kind("gpt-4o", "azure", batch="true"), Terms()).channel
    'azure'
    >>> offer(Kind("gpt-4o", "openai", tier="default"), Terms()).tier
    'standard'
    >>> offer(Kind("gpt-4o", "openai", tier="auto"), Terms(unsaid={"tier": "flex"})).tier
    'flex'
    """
    elsewhere = terms.model is not None
    tier = terms.tier or _tier(kind, elsewhere=elsewhere) or terms.unsaid.get("tier")
    words = [word for word in re.split("[./ ]", kind.provider.lower()) if word]
    channel, region = (None, None) if elsewhere else (channel_of(words), _region(kind.region))
    unsaid = terms.unsaid if not elsewhere else {}
    return Offer(
        name=terms.model or kind.model,
        channel=terms.channel or channel or unsaid.get("channel"),
        tier=tier or STANDARD,
        tier_said=tier is not None,
        region=_region(terms.region or region or unsaid.get("region") or ""),
        providers=frozenset() if elsewhere else frozenset(words),
        above=lower_bound(kind.window),
    )


def _tier(kind: Kind, *, elsewhere: bool) -> str | None:
    """The tier that a row says; None: it does not. Another model is not the one that was tuned."""
    said = TIERS.get(kind.tier.lower(), kind.tier.lower()) or None
    if kind.batch.lower() in TRUE:
        said = BATCH
    elif kind.speed.lower() == FAST:
        said = FAST
    if kind.model.startswith(FINE_TUNED_NAME) and not elsewhere:
        return f"{FINE_TUNED}_{said}" if said == BATCH else FINE_TUNED
    return said


def _region(name: str) -> str | None:
    return None if not name or name.lower() in ANYWHERE else name.lower()


def lower_bound(window: str) -> int | None:
    """Above how much input a band begins; None where a text names none.

    >>> [lower_bound(text) for text in ("0-200k", "≤ 200k", "> 200k", "200k-1M", "")]
    [0, 0, 200000, 200000, None]
    """
    found = re.search(r"(\d+)\s*([kKmM]?)", window)
    if found is None:
        return None
    first = int(found[1]) * _UNITS[found[2].lower()]
    is_upper = re.match(r"\s*(≤|<|<=|up to|under|below)", window) is not None
    return 0 if is_upper else first


def providers(offered: Offer, known: frozenset[str]) -> set[str]:
    """The providers that a row names, of those that are known."""
    return providers_of(offered.providers, known)
