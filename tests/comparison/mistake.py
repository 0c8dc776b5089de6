"""Mistakes that each have an answer of their own: errors, and what only looks like one."""

from collections.abc import Mapping, Sequence

from tests.comparison.interest import Parameters

OF_EVERY_ROUTE: Sequence[Parameters] = ({"bogus": 1}, {"formt": "csv", "positon": 1})
"""Parameters that no route takes."""
OF_COORDINATES: Sequence[Parameters] = (
    *({"as_of": text} for text in ("2025-13-01", "yesterday", "2025-06-15T25:00Z", "unknown")),
    *({"as_of": text} for text in ("not before 2025-01-01", "", "2025", "x" * 65)),
    *({"known_at": text} for text in ("2999-01-01", "2025-02-30", "not after 2025-01-01")),
    *({"position": text} for text in (-1, "many", 999_999, 0, 2**60)),
    *({"source": text} for text in ("nobody", "opnai", "", "x" * 101)),
    *({"format": text} for text in ("xml", "", "JSON")),
    *({"limit": text} for text in (0, 501, "x")),
    *({"cursor": text} for text in (-1, 100_000)),
)
"""Coordinates and pages that mean nothing; each route is asked those that it takes."""
_UNKNOWN = ({"name": "openai/o33"}, {"name": "nobody/nothing"}, {"name": ""}, {"name": "x" * 241})
_O3: Parameters = {"name": "openai/o3", "as_of": "2026-11-22", "known_at": "2026-11-22"}
_UNSOLD: Sequence[Parameters] = (
    *_UNKNOWN,
    {**_O3, "channel": "nowhere"},
    {**_O3, "channel": "bedrock"},
    {**_O3, "region": "moon"},
    {**_O3, "tier": "gold"},
    {"name": "api"},
)
_COUNTERS: Sequence[Parameters] = (
    {"usage": "openai", "prompt_tokens": 1000, "cached_tokens": 400, "completion_tokens": 500},
    {"usage": "openai", "input_tokens": 1000, "output_tokens": 10, "reasoning_tokens": 7},
    {"usage": "openai", "prompt_tokens": 1, "cached_tokens": 5},
    {"usage": "openai", "prompt_tokens": 1, "input_tokens": 5},
    {"usage": "anthropic", "input_tokens": 10, "output_tokens": 20, "cache_read_input_tokens": 30},
    {"usage": "anthropic", "input_tokens": 10, "cache_creation_input_tokens": 40},
    {"usage": "anthropic", "ephemeral_5m_input_tokens": 5, "ephemeral_1h_input_tokens": 6},
    {"usage": "anthropic", "prompt_tokens": 10},
    {"usage": "google", "promptTokenCount": 1000, "cachedContentTokenCount": 100},
    {"usage": "google", "candidatesTokenCount": 10, "thoughtsTokenCount": 20},
    {"usage": "google", "promptTokenCount": 1, "cachedContentTokenCount": 100},
    {"usage": "nobody", "input": 1},
    {"prompt_tokens": 1000},
    {"input": 1, "usage": "anthropic"},
    {"input": -1},
    {"input": "many"},
    {"input": 10**16},
    {"cache_write": 5, "cache_write_5m": 5},
    {},
)

OF_ROUTES: Mapping[str, Sequence[Parameters]] = {
    "/v1/changes": ({"since": "never"}, {"subject": "opnai"}, {"since": "2999-01-01"}),
    "/v1/claims": ({"document": "none"},),
    "/v1/conflicts": ({"kind": "other"}, {"subject": "opnai"}),
    "/v1/cost/{name}": (
        *({**each, "input": 1} for each in _UNSOLD),
        {"name": "openai", "input": 1},
        *({**_O3, **counters} for counters in _COUNTERS),
        *({**_O3, "name": "claude-sonnet-5", **counters} for counters in _COUNTERS),
        *({**_O3, "name": "google/gemini-2.5-pro", **counters} for counters in _COUNTERS),
    ),
    "/v1/check": ({}, {"event": "{"}, {"event": "[]"}),
    "/v1/deprecations": (
        {"within": "soon"},
        {"within": "-3d"},
        {"provider": "opnai"},
        {"subject": "openai/none"},
        {"channel": "nowhere"},
    ),
    "/v1/events": ({"after": -1}, {"after": 999_999}, {"type": "launch"}, {"subject": "Open AI"}),
    "/v1/events/{id}": ({"id": "no-such-event"}, {"id": "Not An Id"}, {"id": "MC-001/x"}),
    "/v1/events/{id}/dependents": ({"id": "no-such-event"},),
    "/v1/models": ({"provider": "opnai"},),
    "/v1/prices": ({"provider": "opnai"}, {"channel": "nowhere"}, {"tier": "gold"}),
    "/v1/prices/{name}": _UNSOLD,
    "/v1/prices/{name}/vintages": (*_UNSOLD, {**_O3, "direction": "sideways"}),
    "/v1/quarantine": ({"decision": "other"},),
    "/v1/resolve": (*_UNKNOWN, {}, {"name": "api"}, {"name": "gpt-4o", "channel": "bedrock"}),
    "/v1/schemas/{type}": ({"type": "launch"}, {"type": "prices"}),
    "/v1/subjects/{name}": (*_UNKNOWN, {"name": "api"}),
    "/v1/unknown": ({"kind": "launches"}, {"subject": "openai/none"}),
}
OF_METRICS: Mapping[str, Sequence[Parameters]] = {
    "adoption_rank": ({"threshold": "many"}, {"metric": "none"}),
    "concentration": ({"basis": "money"}, {"every": "day"}),
    "deprecation_risk": ({"within": 0}, {"weights": "share"}),
    "ecosystem_depth": ({"category": "none"},),
    "growth_rate": ({"since": "once"}, {"shortest": 0}),
    "output_input_ratio": ({"ended": "maybe"},),
    "price_history": ({"channel": "nowhere"}, {"tier": "gold"}),
    "price_ratio": ({"model": "openai/none"}, {"model": "Open AI"}),
    "provider_share": ({"subject": "opnai"}, {"subject": "Open AI"}, {"subject": "api"}),
    "risk_register": ({"weights": "none.median=1"}, {"weights": "x=y"}),
    "timeline": ({"type": "launch"}, {"since": "later"}),
}

METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ACCEPTED = ("text/csv", "text/markdown", "text/csv;q=0.5, */*", "text/html", "image/png")
ELSEWHERE = (
    *("/", "/docs", "/problems/not-found", "/problems/none", "/static/swagger-ui.css"),
    *("/static/none", "/v1/", "/v1/nothing", "/v2", "/favicon.ico"),
    *("/v1/metrics/no_such", "/v1/metrics/no_such/explain", "/v1/metrics/timelin", "/v1/prices/"),
    *("/v1/prices/openai/o3/", "/v1/prices/openai%2Fo3", "/v1/prices/..%2f", "/v1/prices.xml"),
    *("/v1/prices.csv?format=json", "/v1/prices?limit=1&limit=2", "/V1/prices", "//v1/prices"),
)
"""Addresses beside the documented routes."""
