"""langfuse: the observations that Langfuse exports."""

from ecosys.answers.reprice.layout import Layout

langfuse = Layout(
    summary="Langfuse, observations of the API or of an export",
    told_by=(
        ("startTime", "start_time"),
        (
            *("usageDetails", "usageDetails/input", "usage_details", "usage_details/input"),
            *("promptTokens", "inputUsage", "input_usage"),
        ),
        ("model", "providedModelName", "provided_model_name"),
    ),
    columns={
        "time": ("startTime", "start_time"),
        "model": ("model", "providedModelName", "provided_model_name"),
        "input": (
            *("usageDetails/input", "usage_details/input", "promptTokens"),
            *("inputUsage", "input_usage"),
        ),
        "cache_read": (
            *("usageDetails/input_cached_tokens", "usage_details/input_cached_tokens"),
            *("usageDetails/cache_read_input_tokens", "usage_details/cache_read_input_tokens"),
            *("usageDetails/input_cache_read", "usage_details/input_cache_read"),
        ),
        "cache_write": (
            "usageDetails/cache_creation_input_tokens",
            "usage_details/cache_creation_input_tokens",
            *("usageDetails/input_cache_creation", "usage_details/input_cache_creation"),
        ),
        "output": (
            *("usageDetails/output", "usage_details/output", "completionTokens"),
            *("outputUsage", "output_usage"),
        ),
        "reasoning": (
            *("usageDetails/output_reasoning_tokens", "usage_details/output_reasoning_tokens"),
            *("usageDetails/output_reasoning", "usage_details/output_reasoning"),
        ),
        "other": (
            *("usageDetails/input_audio_tokens", "usage_details/input_audio_tokens"),
            *("usageDetails/output_audio_tokens", "usage_details/output_audio_tokens"),
        ),
        "cost": ("calculatedTotalCost", "totalCost", "total_cost"),
        "id": ("id",),
    },
    items=("data",),
)
"""Langfuse takes cached and reasoning tokens out of input and output: all stand side by side."""
