"""openai: the usage of completions, as the Usage API of OpenAI and its dashboard export it."""

from ecosys.answers.reprice.layout import Layout

openai = Layout(
    summary="OpenAI, usage of completions: pages of the API, their results, or the dashboard's CSV",
    told_by=(
        ("start_time", "start_time_iso"),
        ("num_model_requests",),
        ("input_tokens",),
        ("output_tokens",),
    ),
    columns={
        "time": ("start_time", "start_time_iso"),
        "until": ("end_time", "end_time_iso"),
        "model": ("model",),
        "tier": ("service_tier",),
        "batch": ("batch",),
        "requests": ("num_model_requests",),
        "input": ("input_tokens",),
        "cache_read": ("input_cached_tokens",),
        "cache_write": ("input_cache_write_tokens",),
        "output": ("output_tokens",),
        "other": (
            *("input_audio_tokens", "output_audio_tokens"),
            *("input_image_tokens", "output_image_tokens"),
        ),
    },
    usage="openai",
    items=("data/results", "results"),
    sums_up=True,
    fixed={"provider": "openai"},
)
"""Cached tokens are part of the input there, reasoning part of the output."""
