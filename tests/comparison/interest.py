"""What is asked about: moments, sources, subjects and mistakes, chosen for what they bring up."""

from collections.abc import Mapping, Sequence

Parameters = Mapping[str, object]

HEAD = "head"
"""Stands for the last position of the log."""
MOMENTS: tuple[Parameters, ...] = (
    {"as_of": "2023-06-30", "known_at": "2023-06-30", "position": HEAD},
    {"as_of": "2024-12-31", "known_at": "2024-06-30", "position": 3000},
    {"as_of": "2025-06-15T12:00Z", "known_at": "2025-06-15T12:00Z", "position": 1500},
    {"as_of": "2026-06-30", "known_at": "2026-06-30", "position": 5300},
    {"as_of": "2026-11-22", "known_at": "2026-11-22", "position": HEAD},
    {"as_of": "2027-03-31T03:00Z", "known_at": "2026-11-22", "position": HEAD},
)
"""Early, known before it was so, within a day, before all was corrected, late, still to come."""
EARLY, PAST, _, CORRECTING, LATE, _ = MOMENTS
SOURCES = ("openai", "anthropic", "litellm")
"""Two providers, and a mirror with names and rules of its own."""

MODELS = (
    *("openai/o3", "gpt-4o", "openai/gpt-3.5-turbo", "anthropic/claude-instant-1.2"),
    *("claude-sonnet-5", "deepseek/deepseek-chat", "google/gemini-2.5-pro"),
    "azure/gpt-35-turbo",
    "bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0",
    "vertex/claude-3-5-haiku@20241022",
)
"""By id, without the provider, by alias, and by the names and rules of channels."""
PROVIDERS = ("openai", "anthropic", "google", "azure")
EVENTS = (
    "openai-api-developers-2023-11-06",
    "openai-o3-price-2025-06-10",
    "openai-gpt-4-0314-deprecated-2023-06-13",
    "openai-microsoft-investment-2019-07",
    "llm-prices-openai-o3-price-2025-04-16-corrected-2026-08-22",
    "MC-001",
)
_EACH_MODEL = tuple({"name": model} for model in MODELS)

_RETRACTION = '{"type": "retracted", "event": "MC-001", "fault": "ours", "why": "?"}'
ABOUT: Mapping[str, Sequence[Parameters]] = {
    "/v1/check": ({"event": _RETRACTION}, {"event": '{"type": "launched"}'}),
    "/compat/{layout}/lost.json": tuple({"layout": name} for name in ("models.dev", "prometheus")),
    "/v1/changes": (
        {"since": "12w"},
        {"since": "90d", "subject": "openai"},
    ),
    "/v1/claims": ({"limit": 500}, {"document": "fastest-growing-developer-ecosystem"}),
    "/v1/conflicts": (
        {"limit": 500},
        {"subject": "anthropic/claude-instant-1.2"},
        *({"kind": kind} for kind in ("price", "date", "figure", "property")),
    ),
    "/v1/observations/{metric}": (
        {"metric": "github_stars", "subject": "huggingface"},
        {"metric": "github_stars", "by": "subject", "every": "month"},
        {"metric": "pypi_downloads_30d"},
    ),
    "/v1/observations/{metric}/figures": (
        {"metric": "github_stars", "subject": "huggingface/transformers"},
    ),
    "/v1/cost/{name}": (
        *({"name": model, "input": 1000, "output": 500} for model in MODELS),
        {"name": "openai/o3", "input": 10, "cache_read": 90, "output": 7, "reasoning": 3},
        {"name": "openai/o3", "input": 1_000_000, "output": 1, "tier": "batch"},
        {"name": "claude-sonnet-5", "cache_write_5m": 100, "cache_write_1h": 100},
        {"name": "openai/gpt-4o-2024-08-06", "input": 1, "channel": "azure"},
    ),
    "/v1/deprecations": (
        {"limit": 500},
        {"channel": "all", "limit": 500},
        {"channel": "azure"},
        {"provider": "anthropic"},
        {"subject": "openai/gpt-4-0314"},
        {"within": "90d", "channel": "all"},
    ),
    "/v1/events": (
        *({"after": after, "limit": 500} for after in range(0, 6000, 500)),
        {"type": "price_changed", "subject": "openai/o3"},
        {"subject": "deepseek"},
        {"type": "corrected", "limit": 500},
    ),
    "/v1/events/{id}": tuple({"id": event} for event in EVENTS),
    "/v1/events/{id}/dependents": tuple({"id": event} for event in EVENTS[:2]),
    "/v1/models": ({"limit": 500}, {"provider": "openai"}, {"provider": "mistral"}),
    "/v1/prices": (
        {"limit": 500},
        {"provider": "openai"},
        {"provider": "deepseek", "channel": "all"},
        {"channel": "azure", "region": "us data zone"},
        {"tier": "batch"},
    ),
    "/v1/prices/{name}": (
        *_EACH_MODEL,
        {"name": "openai/gpt-4o-2024-08-06", "channel": "all"},
        {"name": "openai/o3", "tier": "flex"},
        {"name": "openai"},
    ),
    "/v1/prices/{name}/vintages": (
        *_EACH_MODEL,
        {"name": "openai/o3", "tier": "standard", "direction": "input"},
    ),
    "/v1/providers": ({"limit": 500},),
    "/v1/quarantine": ({}, {"decision": "open"}),
    "/v1/unknown": ({"limit": 500}, {"kind": "launch"}, {"subject": "openai"}),
    "/v1/resolve": (
        *_EACH_MODEL,
        {"name": "gpt-4o", "channel": "azure"},
        {"name": "claude-opus-4-5"},
    ),
    "/v1/sources": ({"limit": 500},),
    "/v1/sources/{slug}": tuple({"slug": source} for source in SOURCES),
    "/v1/subjects/{name}": (*_EACH_MODEL, *({"name": provider} for provider in PROVIDERS)),
}
"""What each route is asked, the most telling first; others are asked as they are."""

MORE_OF_METRICS: Mapping[str, Sequence[Parameters]] = {
    "adoption_rank": ({"threshold": "10000"},),
    "capability_gap": ({"metric": "mmlu"},),
    "deprecation_calendar": ({"channel": "all"}, {"channel": "azure"}),
    "deprecation_notice": ({"channel": "bedrock"}, {"subject": "deepseek"}),
    "deprecation_risk": ({"weights": "share=1", "within": 30},),
    "expansions": ({"days": 30},),
    "figures": ({"metric": "users_weekly"},),
    "growth_rate": ({"metric": "github_stars", "since": "2024-01-01", "shortest": 30},),
    "head_start": ({"subject": "openai", "against": "anthropic"},),
    "lagged_correlation": ({"leading": "github_stars", "following": "pypi_downloads_30d"},),
    "price_direction": ({"since": "2025-01-01"},),
    "price_history": (
        {"subject": "openai/o3"},
        {"subject": "azure/gpt-35-turbo"},
        {"subject": "deepseek/deepseek-chat", "tier": "standard", "direction": "output"},
        {"channel": "bedrock"},
    ),
    "price_ratio": ({"model": "openai/o3", "to": "openai/gpt-4o"},),
    "properties": ({"attribute": "free_tier"},),
    "ranking": ({"metric": "months_to_100m_users", "order": "lowest"},),
    "reschedulings": ({"channel": "all"},),
    "risk_register": ({"weights": "deprecation_notice.median=-0.1,price_direction.up=2"},),
    "ties": ({"kind": "investment"}, {"party": "microsoft"}),
    "time_to_adoption": ({"threshold": "100000", "subject": "langchain"},),
    "timeline": ({"type": "launched", "since": "2024-01-01"}, {"subject": "langchain/langchain"}),
}
"""What metrics are asked beside their defaults, their choices and each provider."""

QUICK_VINTAGES: Mapping[str, Parameters] = {
    "deprecation_calendar": {"subject": "openai/gpt-4-0314"},
    "deprecation_notice": {"subject": "anthropic"},
    "figures": {"subject": "openai", "metric": "users_weekly"},
    "price_history": {"subject": "openai/o3"},
    "ties": {"subject": "openai"},
}
"""Metrics whose vintages are quick with much knowledge too; others are asked with little."""
