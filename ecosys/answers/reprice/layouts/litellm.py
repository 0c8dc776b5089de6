"""litellm: the spend logs of LiteLLM's proxy."""

from ecosys.answers.reprice.layout import Layout

_USAGE = "metadata/usage_object"

litellm = Layout(
    summary="LiteLLM, the table LiteLLM_SpendLogs or /spend/logs",
    told_by=(
        ("startTime",),
        ("request_id", "call_type", "spend"),
        ("prompt_tokens",),
        ("completion_tokens",),
    ),
    columns={
        "time": ("startTime",),
        "model": ("model",),
        "provider": ("custom_llm_provider",),
        "tier": ("service_tier", f"{_USAGE}/service_tier"),
        "speed": (f"{_USAGE}/speed",),
        "region": (f"{_USAGE}/inference_geo",),
        "input": ("prompt_tokens",),
        "cache_read": (
            f"{_USAGE}/prompt_tokens_details/cached_tokens",
            f"{_USAGE}/cache_read_input_tokens",
            "cache_read_input_tokens",
        ),
        "cache_write": (
            f"{_USAGE}/prompt_tokens_details/cache_creation_tokens",
            f"{_USAGE}/cache_creation_input_tokens",
            "cache_creation_input_tokens",
        ),
        "output": ("completion_tokens",),
        "other": (
            f"{_USAGE}/prompt_tokens_details/audio_tokens",
            f"{_USAGE}/completion_tokens_details/audio_tokens",
        ),
        "answered": ("cache_hit",),
        "cost": ("spend",),
        "id": ("request_id",),
    },
    usage="openai",
    items=("data",),
)
"""Whoever is called, the prompt holds the cached tokens there."""
