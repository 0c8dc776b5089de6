"""plain: a row for each request, in our own words or those that most logs use."""

from ecosys.answers.reprice.layout import Layout

plain = Layout(
    summary="a row for each request, each count beside the others",
    told_by=(
        ("timestamp", "time", "at", "date", "day"),
        ("model",),
        ("input_tokens", "input", "output_tokens", "output"),
    ),
    columns={
        "time": ("timestamp", "time", "at", "date", "day"),
        "until": ("until",),
        "model": ("model",),
        "provider": ("channel", "provider"),
        "tier": ("tier", "service_tier"),
        "batch": ("batch",),
        "speed": ("speed",),
        "region": ("region", "inference_geo"),
        "window": ("context_window",),
        "requests": ("requests",),
        "input": ("input_tokens", "input"),
        "cache_read": ("cache_read_tokens", "cache_read", "cached_tokens"),
        "cache_write": ("cache_write_tokens", "cache_write"),
        "cache_write_5m": ("cache_write_5m_tokens", "cache_write_5m"),
        "cache_write_1h": ("cache_write_1h_tokens", "cache_write_1h"),
        "output": ("output_tokens", "output"),
        "reasoning": ("reasoning_tokens", "reasoning"),
        "cost": ("cost",),
        "price_reference": ("price_reference",),
        "id": ("id", "request_id"),
    },
)
"""The layout to write, and the one in which costs are written."""
