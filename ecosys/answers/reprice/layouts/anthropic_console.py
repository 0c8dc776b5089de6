"""anthropic_console: the usage that Anthropic's console exports as CSV, by day."""

from ecosys.answers.reprice.layout import Layout

anthropic_console = Layout(
    summary="Anthropic, CSV of usage from the console",
    told_by=(("usage_date_utc",), ("model_version",), ("usage_input_tokens_no_cache",)),
    columns={
        "time": ("usage_date_utc",),
        "model": ("model_version",),
        "tier": ("usage_type",),
        "speed": ("speed",),
        "region": ("inference_geo",),
        "window": ("context_window",),
        "input": ("usage_input_tokens_no_cache",),
        "cache_read": ("usage_input_tokens_cache_read",),
        "cache_write_5m": ("usage_input_tokens_cache_write_5m",),
        "cache_write_1h": ("usage_input_tokens_cache_write_1h",),
        "output": ("usage_output_tokens",),
    },
    usage="anthropic",
    sums_up=True,
    fixed={"provider": "anthropic"},
)
"""A row sums up a day; it does not say how many requests."""
