"""The services that prices are sent to."""

from base64 import b64encode
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ecosys.commands._push.target import Entry, Listing, Target, start

DETAILS = ("prompt_cost_details", "completion_cost_details")


def _basic(public: str, secret: str) -> Mapping[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{public}:{secret}'.encode()).decode()}"}


def _api_key(key: str) -> Mapping[str, str]:
    return {"X-Api-Key": key}


def _tiers(entry: Entry) -> object:
    """The prices of a definition of Langfuse, by their conditions' place."""
    tiers = entry.get("pricingTiers") or ()
    return {each["priority"]: _numbers(each["prices"]) for each in tiers}


def _costs(entry: Entry) -> object:
    """The prices of an entry of LangSmith."""
    plain = {name: entry[name] for name in ("prompt_cost", "completion_cost")}
    return _numbers(plain), *(_numbers(entry.get(name) or {}) for name in DETAILS)


def _numbers(prices: Mapping[str, Any]) -> dict[str, Decimal]:
    """Prices as numbers; some services give them as text."""
    return {name: Decimal(str(price)) for name, price in prices.items()}


TARGETS: Mapping[str, Target] = {
    "langfuse": Target(
        layout="langfuse",
        path="/api/public/models",
        address=("LANGFUSE_HOST", "https://cloud.langfuse.com"),
        keys=("LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY"),
        headers=_basic,
        listing=Listing(
            parameters=lambda page: {"page": page + 1, "limit": 100},
            entries=lambda answer: list(answer["data"]),
        ),
        is_own=lambda entry: not entry.get("isLangfuseManaged"),
        identity=lambda entry: (entry["modelName"], start(entry.get("startDate"))),
        says=_tiers,
        name="modelName",
    ),
    "langsmith": Target(
        layout="langsmith",
        path="/api/v1/model-price-map",
        address=("LANGSMITH_ENDPOINT", "https://api.smith.langchain.com"),
        keys=("LANGSMITH_API_KEY",),
        headers=_api_key,
        listing=Listing(
            parameters=lambda page: {"offset": 100 * page, "limit": 100},
            entries=list,
        ),
        is_own=lambda entry: entry.get("tenant_id") is not None,
        identity=lambda entry: (
            *(entry["name"], entry["match_pattern"], entry.get("provider")),
            start(entry.get("start_time")),
        ),
        says=_costs,
        name="name",
    ),
}
"""The services by name."""
