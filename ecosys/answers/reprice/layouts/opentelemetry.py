"""opentelemetry: spans with the attributes `gen_ai.*` of the semantic conventions."""

from ecosys.answers.reprice.layout import Layout


def _attribute(*names: str) -> tuple[str, ...]:
    """An attribute, where it may stand: on its own, or among those of a span."""
    return tuple(f"{place}{name}" for name in names for place in ("", "attributes/", "attributes."))


opentelemetry = Layout(
    summary="OpenTelemetry, spans with gen_ai.usage.*: OTLP in JSON, or a table of spans",
    told_by=(
        _attribute("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"),
        _attribute("gen_ai.request.model", "gen_ai.response.model"),
    ),
    columns={
        "time": (
            *("startTimeUnixNano", "start_time_unix_nano", "startTime", "start_time"),
            *("timestamp", "Timestamp", "time"),
        ),
        "model": _attribute("gen_ai.response.model", "gen_ai.request.model"),
        "provider": _attribute("gen_ai.provider.name", "gen_ai.system"),
        "tier": _attribute(
            "openai.response.service_tier",
            "gen_ai.openai.response.service_tier",
            "openai.request.service_tier",
            "gen_ai.openai.request.service_tier",
        ),
        "region": _attribute("gen_ai.response.inference_geo"),
        "input": _attribute("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"),
        "cache_read": _attribute(
            "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.input_tokens.cached"
        ),
        "cache_write": _attribute(
            "gen_ai.usage.cache_creation.input_tokens", "gen_ai.usage.input_tokens.cache_write"
        ),
        "output": _attribute("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"),
        "cost": _attribute("gen_ai.usage.cost.amount", "gen_ai.usage.cost"),
        "id": ("spanId", "span_id"),
    },
    usage="openai",
    items=("resourceSpans/scopeSpans/spans", "scopeSpans/spans", "spans"),
)
"""The conventions count cached tokens as part of the input, whoever is called."""
