"""The types of pages of the explorer, each with an address, and the moments at which all are tried.

Who adds a page to `ecosys_api.pages` adds a line here: a test tells which are missing.
"""

from collections.abc import Mapping

PAGE_TYPES: Mapping[str, str] = {
    "home": "/",
    "prices": "/prices?provider=anthropic&channel=all",
    "cost": "/cost?model=openai/o3,openai/gpt-4o",
    "deprecations": "/deprecations?provider=openai",
    "moved": "/deprecations/moved?provider=openai",
    "year": "/deprecations/2025?provider=openai",
    "models": "/models?provider=mistral",
    "model": "/models/openai/o3",
    "providers": "/providers",
    "provider": "/providers/cohere",
    "metrics": "/metrics",
    "metric": "/metrics/price_index",
    "vintages": "/metrics/price_index/vintages",
    "lineage": "/metrics/provider_share/explain?about=openai",
    "compare": "/compare?models=openai/o3,anthropic/claude-sonnet-5",
    "claims": "/claims?verdict=holds",
    "event": "/events/openai-o3-price-2025-06-10",
    "dependents": "/events/openai-o3-price-2025-06-10/dependents",
    "search": "/search?q=gpt-4o",
    "sources": "/sources",
    "contribute": "/contribute?type=price_changed&event.subject=openai/o3",
    "unknown": "/unknown?kind=shutdown",
}
"""Those that are asked at a moment."""
TIMELESS: Mapping[str, str] = {
    "guide": "/guide",
    "guide page": "/guide/questions",
    "problem": "/models/openai/o33",
}
"""Those that are the same at every moment."""
MOMENTS: Mapping[str, str] = {
    "now": "",
    "then": "as_of=2025-06-15&known_at=2025-06-15",
    "announced": "as_of=2026-09-15&known_at=2026-08-09",
}


def at(address: str, moment: str) -> str:
    """A page at a moment.

    >>> at("/search?q=o3", "as_of=2025-06-15"), at("/", "")
    ('/search?q=o3&as_of=2025-06-15', '/')
    """
    return f"{address}{'&' if '?' in address else '?'}{moment}" if moment else address
